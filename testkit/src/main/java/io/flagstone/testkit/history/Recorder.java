package io.flagstone.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records the operations of one client. A client does one thing at a time: use a recorder from one thread. */
public final class Recorder {
    private final History history;
    private final String client;
    private final Function<Exception, Outcome> fate;
    private final List<Call> calls = new ArrayList<>();

    Recorder(History history, String client, Function<Exception, Outcome> fate) {
        this.history = history;
        this.client = client;
        this.fate = fate;
    }

    /** The client's name. */
    public String client() {
        return client;
    }

    /** Records that the operation is being asked for now; the answer is recorded on the result. */
    public Call begin(Operation operation) {
        Call call = history.open(client, operation);
        synchronized (calls) {
            calls.add(call);
        }
        return call;
    }

    /**
     * Does the operation and records what became of it. An exception is recorded as the rule for failures says;
     * an error is recorded as unknown and thrown on.
     *
     * @return what was recorded
     */
    public Outcome run(Operation operation, Callable<? extends @Nullable Object> action) {
        Call call = begin(operation);
        boolean ended = false;
        try {
            Outcome outcome = call.returned(action.call());
            ended = true;
            return outcome;
        } catch (Exception failure) {
            ended = true;
            return call.failed(fate.apply(failure));
        } finally {
            if (!ended) {
                call.failed(Outcome.Plain.UNKNOWN);
            }
        }
    }

    void copyTo(List<Event> events) {
        synchronized (calls) {
            calls.forEach(call -> events.add(call.toEvent()));
        }
    }
}
