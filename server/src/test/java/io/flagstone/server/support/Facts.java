package io.flagstone.server.support;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Access;
import io.flagstone.server.internal.hash.FoldedHashProvider;
import io.flagstone.server.internal.observe.Observation;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.NodeRuntime;
import io.flagstone.server.internal.report.SocketTable;
import io.flagstone.server.internal.stats.ConnectionCounts;
import io.flagstone.server.internal.stats.Counters;
import io.flagstone.server.internal.stats.Faults;
import io.flagstone.server.internal.stats.PrefixCounts;
import io.flagstone.server.internal.store.SlabEngine;
import io.flagstone.server.internal.watch.Journal;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;

/** A node's insides without its sockets. */
public final class Facts {
    private Facts() {}

    public static StorageEngine engine(NodeOptions options, StoreClock clock) {
        return new SlabEngine(new EngineContext(options, new FoldedHashProvider().create(42), clock));
    }

    public static NodeFacts of(NodeOptions options, StoreClock clock) {
        return new NodeFacts(
                options,
                engine(options, clock),
                clock,
                new Counters(),
                new ConnectionCounts(options.number(Option.MAX_CONNECTIONS)),
                new SocketTable(),
                new Journal(Journal.systemMicros(), 64 * 1024),
                new PrefixCounts(':', false),
                new Faults(System::nanoTime),
                Access.of(options, clock::nanos),
                new NodeRuntime(options),
                Observation.off());
    }
}
