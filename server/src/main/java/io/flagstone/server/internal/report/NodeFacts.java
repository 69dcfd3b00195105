package io.flagstone.server.internal.report;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.access.Access;
import io.flagstone.server.internal.observe.Observation;
import io.flagstone.server.internal.stats.ConnectionCounts;
import io.flagstone.server.internal.stats.Counters;
import io.flagstone.server.internal.stats.Faults;
import io.flagstone.server.internal.stats.PrefixCounts;
import io.flagstone.server.internal.watch.Journal;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;

/**
 * What all connections of a node share.
 *
 * @param options the node's options
 * @param engine where its items are
 * @param clock its clock
 * @param counters what its event loops count
 * @param connections its connections
 * @param sockets its sockets
 * @param journal what watchers are told
 * @param prefixes what is done to keys, by prefix
 * @param faults what went wrong
 * @param access who may connect and do what
 * @param runtime what can change while it runs
 * @param observation what it notes about itself for its admin port
 */
public record NodeFacts(
        NodeOptions options,
        StorageEngine engine,
        StoreClock clock,
        Counters counters,
        ConnectionCounts connections,
        SocketTable sockets,
        Journal journal,
        PrefixCounts prefixes,
        Faults faults,
        Access access,
        NodeRuntime runtime,
        Observation observation) {
    /** All counters begin again at zero: {@code stats reset}, in either protocol. */
    public void resetStatistics() {
        counters.reset();
        engine.resetStatistics();
        connections.reset();
        journal.reset();
        prefixes.reset();
    }
}
