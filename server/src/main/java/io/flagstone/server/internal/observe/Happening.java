package io.flagstone.server.internal.observe;

/**
 * Something an operator may want to know of; it holds neither keys nor values.
 *
 * @param kind what sort of thing
 * @param text what it was, for people
 * @param first when it began, Unix milliseconds
 * @param last when it was last seen
 * @param count how often it was seen
 */
public record Happening(Kind kind, String text, long first, long last, long count) {
    /** Sorts of happenings. */
    public enum Kind {
        /** The node itself: its start, its stop. */
        NODE,
        /** Many items made way for others. */
        EVICTIONS,
        /** A page moved between slab classes. */
        PAGES,
        /** Connections were turned away, or had to wait. */
        CONNECTIONS,
        /** Something could not be stored. */
        MEMORY,
        /** Somebody changed a setting, flushed, or reset the statistics. */
        SETTINGS,
        /** Another node of the fleet came or went. */
        FLEET,
        /** Something went wrong on our side. */
        FAULT
    }

    /** This one, seen again. */
    Happening again(long now) {
        return new Happening(kind, text, first, now, count + 1);
    }

    /** Whether another one says the same. */
    boolean says(Kind otherKind, String otherText) {
        return kind == otherKind && text.equals(otherText);
    }
}
