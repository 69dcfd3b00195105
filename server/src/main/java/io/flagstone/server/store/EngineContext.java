package io.flagstone.server.store;

import io.flagstone.server.config.NodeOptions;

/**
 * What a node hands to its storage engine.
 *
 * @param options the node's options
 * @param hash the chosen key hash, seeded for this node
 * @param clock the node's clock; expiry is counted in its seconds
 */
public record EngineContext(NodeOptions options, KeyHash hash, StoreClock clock) {}
