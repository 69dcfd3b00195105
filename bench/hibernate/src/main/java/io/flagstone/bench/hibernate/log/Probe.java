package io.flagstone.bench.hibernate.log;

/**
 * A worker's look at rows that never change and lie on all nodes.
 *
 * @param reached whether the cache had all of them: then the worker reaches every node, and owes none anything, for a node
 *     is told of missed changes before it is read again
 */
public record Probe(int worker, long start, long end, boolean reached) {}
