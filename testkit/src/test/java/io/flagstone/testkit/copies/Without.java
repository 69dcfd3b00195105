package io.flagstone.testkit.copies;

/** The protocol without one of its rules. */
final class Without {

    private Without() {}

    /** The primary is written, then the replicas are, whatever is there. */
    static final class Tombstones extends Protocol {
        @Override
        boolean plants() {
            return false;
        }
    }

    /** The primary is read after the tombstones were planted. */
    static final class TokensReadFirst extends Protocol {
        @Override
        boolean plantsFirst() {
            return true;
        }
    }

    /** Where the primary holds nothing, the value is added. */
    static final class Stubs extends Protocol {
        @Override
        boolean claims() {
            return false;
        }
    }

    /** A replica that does not answer is passed over. */
    static final class Confirmation extends Protocol {
        @Override
        boolean needsTombstones() {
            return false;
        }
    }

    /** A replica that did not answer is not told later. */
    static final class Debts extends Protocol {
        @Override
        boolean owesTombstones() {
            return false;
        }
    }

    /** Replicas are filled whatever is there. */
    static final class FillsByToken extends Protocol {
        @Override
        boolean fillsByToken() {
            return false;
        }
    }

    /** A token from before a node's restart is used after it. */
    static final class Incarnations extends Protocol {
        @Override
        boolean bindsTokens() {
            return false;
        }
    }

    /** A removal that found nothing ends there. */
    static final class RemovalsOfNothing extends Protocol {
        @Override
        boolean removesNothing() {
            return false;
        }
    }

    /** A clear steps the copies' generations first. */
    static final class PrimariesFirst extends Protocol {
        @Override
        Part[] clearing() {
            return new Part[] {Part.COPIES, Part.ENTRIES};
        }
    }

    /** A clear leaves the copies alone. */
    static final class ClearingCopies extends Protocol {
        @Override
        Part[] clearing() {
            return new Part[] {Part.ENTRIES};
        }
    }

    /** What is passed over while the primary is away stays on the replicas. */
    static final class Invalidation extends Protocol {
        @Override
        boolean invalidatesCopies() {
            return false;
        }
    }

    /** Readers leave copies, over stubs of their own. */
    static final class ReadersThatOnlyRead extends Protocol {
        @Override
        boolean readersFill() {
            return true;
        }
    }
}
