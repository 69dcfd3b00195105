package io.flagstone.testkit.copies;

/**
 * The protocol that was adopted, as answers to the questions that an operation asks on its way. Its rules:
 *
 * <ol>
 *   <li>A change is committed at the primary by a token that was read there before the tombstones were planted.
 *   <li>Nothing has a token, too: where there is no item, the read leaves a stub.
 *   <li>A tombstone stands on every replica before the commit.
 *   <li>A replica is filled over the very tombstone of the change, and nowhere else.
 *   <li>A removal tells the replicas also where the primary holds nothing.
 *   <li>A clear steps the primaries' generations first, then those of the copies.
 *   <li>What a client passes over while the primary is away, it takes from the replicas, too.
 * </ol>
 */
class Protocol {

    /** Whether tombstones stand before the commit at all. */
    boolean plants() {
        return true;
    }

    /** Whether the token is read after the tombstones were planted. */
    boolean plantsFirst() {
        return false;
    }

    /** Whether nothing gets a token by a stub; otherwise it is added to. */
    boolean claims() {
        return true;
    }

    /** Whether a change without every tombstone confirmed does not happen, where the policy is to fail. */
    boolean needsTombstones() {
        return true;
    }

    /** Whether a tombstone that was not confirmed is owed, where the policy is to live on. */
    boolean owesTombstones() {
        return true;
    }

    /** Whether a replica is filled over its tombstone. */
    boolean fillsByToken() {
        return true;
    }

    /** Whether tokens count only on the connection that they were read on. */
    boolean bindsTokens() {
        return true;
    }

    /** Whether removals of nothing tell the replicas. */
    boolean removesNothing() {
        return true;
    }

    /** In which order a clear steps generations. */
    Part[] clearing() {
        return new Part[] {Part.ENTRIES, Part.COPIES};
    }

    /** Whether what is passed over is taken from the replicas. */
    boolean invalidatesCopies() {
        return true;
    }

    /** Whether readers leave copies of what they read at the primary. */
    boolean readersFill() {
        return false;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
