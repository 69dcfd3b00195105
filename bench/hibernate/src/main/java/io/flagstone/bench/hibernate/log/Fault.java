package io.flagstone.bench.hibernate.log;

/**
 * Something that was done to the installation.
 *
 * @param kind what
 * @param worker to which worker; -1 if to a node, which concerns all
 * @param start before it was done
 * @param end after it was undone
 */
public record Fault(Kind kind, int worker, long start, long end) {

    /** What can be done. */
    public enum Kind {
        /** Killed, and started again with nothing. */
        KILL_NODE,
        /** Held, and let go on. */
        STOP_NODE,
        /** One worker's connections to a node are reset, and new ones refused. */
        PARTITION_WORKER,
        /** A node with little memory is filled with other things, so that it evicts. */
        SMALL_NODE,
        /** A worker ends between its commit and what it does to the cache after that. */
        KILL_WORKER_AFTER_COMMIT,
        /** Held for longer than a lock lasts, and let go on. */
        PAUSE_WORKER,
        /** A worker's time of day is wrong by five seconds. */
        CLOCK_SHIFT,
        /** A worker is started again, with one more column in an entity. */
        ROLLING_CLASS;

        /** Whether it concerns a cache node, or the way to one. */
        public boolean ofNode() {
            return this == KILL_NODE || this == STOP_NODE || this == PARTITION_WORKER || this == SMALL_NODE;
        }

        /** Whether a node may have lost what it held. */
        public boolean ofMemory() {
            return this == KILL_NODE || this == SMALL_NODE;
        }
    }

    /** Whether it concerns this worker and overlaps this time. */
    public boolean touches(int who, long from, long to) {
        return (worker < 0 || worker == who) && start <= to && from <= end;
    }
}
