package io.flagstone.bench.hibernate.log;

/**
 * What a worker's session factories had counted since they were opened.
 *
 * @param life counts the worker's starts, for each begins at zero
 * @param hits found in the second-level cache or the query cache
 * @param misses looked for and not found there
 * @param statements sent to the database
 */
public record Sample(int worker, int life, long at, long hits, long misses, long statements) {}
