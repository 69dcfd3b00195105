package io.flagstone.bench.hibernate.check;

/**
 * Where docs/hibernate.md says that an old value may be read. A violation is put down to one only if the fault that causes
 * it was done, to the writer whose change was missed, at the time of that change.
 */
public enum Window {
    /** The writer did not reach a node when it changed the row, and had not yet reached it again when it was read. */
    CUT_OFF("a writer did not reach a node"),
    /** As before, and the writer died before it reached the node. */
    DIED_OWING("a writer died before it reached a node again"),
    /** The writer was between its commit and its tombstone, and the node may have lost its lock. */
    LOCK_LOST("a node lost the lock of a writer that was about to end"),
    /** The writer was between its commit and its tombstone, and its lock had run out. */
    LONGER_THAN_LOCK("a transaction was longer than its lock"),
    /**
     * The writer had itself read an old value in one of these windows and changed the row from that: Hibernate then takes
     * the old natural id for the one that the change replaces, and leaves the other alone.
     */
    OLD_BASIS("a natural id was changed from an old value, which one of these windows explains");

    private final String meaning;

    Window(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
