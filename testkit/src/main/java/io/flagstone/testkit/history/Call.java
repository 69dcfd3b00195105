package io.flagstone.testkit.history;

import org.jspecify.annotations.Nullable;

/** One operation under way: open until its client records the answer, and of unknown outcome as long as it is open. */
public final class Call {
    private final long number;
    private final String client;
    private final Operation operation;
    private final @Nullable Journal journal;
    private final long invoked;
    private long returned = Event.NEVER;
    private Outcome outcome = Outcome.Plain.UNKNOWN;

    Call(long number, String client, Operation operation, @Nullable Journal journal) {
        this.number = number;
        this.client = client;
        this.operation = operation;
        this.journal = journal;
        this.invoked = System.nanoTime();
        if (journal != null) {
            journal.opened(number, client, operation, invoked);
        }
    }

    /**
     * The call returned now with this result: a value, a {@code Boolean} or nothing, as the kind of operation has it.
     *
     * @return the outcome recorded
     */
    public Outcome returned(@Nullable Object result) {
        long now = System.nanoTime();
        return close(Outcome.of(operation.kind(), result), now);
    }

    /** The call failed now, and may take effect at any later time or never. */
    public void unknown() {
        failed(Outcome.Plain.UNKNOWN);
    }

    /** The call failed now, and certainly never took effect. */
    public void notDone() {
        failed(Outcome.Plain.NOT_DONE);
    }

    Outcome failed(Outcome fate) {
        return close(fate, System.nanoTime());
    }

    private Outcome close(Outcome end, long now) {
        synchronized (this) {
            if (returned != Event.NEVER) {
                throw new IllegalStateException(operation + " has already ended with " + outcome);
            }
            outcome = end;
            returned = now;
        }
        if (journal != null) {
            journal.closed(number, now, end);
        }
        return end;
    }

    synchronized Event toEvent() {
        return new Event(client, operation, outcome, invoked, returned);
    }
}
