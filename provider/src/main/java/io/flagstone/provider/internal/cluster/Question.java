package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.nodelist.Origin;

/** What a former owner of a key is asked: for the entry that counted when it lost the key, or to forget it. */
public final class Question {

    /** What came of it. */
    public enum Result {
        /** Not answered yet. */
        OPEN,
        /** The entry is there; the exchange has it. */
        FOUND,
        /** Nothing that ever counted is left, and nothing will be. */
        NOTHING,
        /** Nobody knows. */
        UNASKED
    }

    private final Exchange exchange;
    private final Origin origin;
    private Result result = Result.OPEN;

    /**
     * @param exchange a read of the value, or a deletion
     */
    public Question(Exchange exchange, Origin origin) {
        this.exchange = exchange;
        this.origin = origin;
    }

    public Exchange exchange() {
        return exchange;
    }

    public Origin origin() {
        return origin;
    }

    public Result result() {
        return result;
    }

    boolean isOpen() {
        return result == Result.OPEN;
    }

    void ended(Result how) {
        result = how;
    }
}
