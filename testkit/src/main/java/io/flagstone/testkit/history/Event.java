package io.flagstone.testkit.history;

/**
 * One operation of one client with its outcome and its time.
 *
 * <p>Times are those of {@link System#nanoTime()}. HotSpot on Linux reads {@code CLOCK_MONOTONIC} for it, which all
 * processes of one host share, so that histories recorded in several JVMs on one host can be merged.
 *
 * @param client who asked
 * @param operation what for
 * @param outcome what became of it
 * @param invoked nanoseconds just before the call
 * @param returned nanoseconds just after it, or after giving up; {@link #NEVER} if the client ended in between
 */
public record Event(String client, Operation operation, Outcome outcome, long invoked, long returned) {
    /** The time of a return that was never seen. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Refuses an outcome that the operation cannot have, and a return before the invocation. */
    public Event {
        if (!outcome.fits(operation.kind())) {
            throw new IllegalArgumentException(operation + " cannot have the outcome " + outcome);
        }
        if (returned < invoked) {
            throw new IllegalArgumentException(operation + " returned before it was invoked");
        }
    }

    /** The same operation, of which nothing is known any more. */
    public Event forgotten() {
        return new Event(client, operation, Outcome.Plain.UNKNOWN, invoked, NEVER);
    }
}
