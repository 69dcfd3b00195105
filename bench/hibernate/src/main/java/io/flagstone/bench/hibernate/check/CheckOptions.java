package io.flagstone.bench.hibernate.check;

/**
 * What the checker is told beside the history.
 *
 * @param strict whether changes may be refused while a node is away
 * @param cached whether there is a cache at all
 * @param lockNanos how long a lock lasts
 * @param hitFloor the least share of look-ups that must hit
 * @param controlLosses share of unversioned increments that are lost without a cache; NaN if not known
 */
public record CheckOptions(boolean strict, boolean cached, long lockNanos, double hitFloor, double controlLosses) {}
