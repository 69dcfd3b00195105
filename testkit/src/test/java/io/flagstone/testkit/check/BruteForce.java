package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of at most a handful of operations on one key, with every choice of losses and of what the unknown
 * ones did. Knows nothing of the checker and its shortcuts: it plays the cache and compares answers.
 */
final class BruteForce {
    private final List<Event> events;
    private final CheckOptions options;

    private BruteForce(List<Event> events, CheckOptions options) {
        this.events = events;
        this.options = options;
    }

    static boolean explains(List<Event> events, CheckOptions options) {
        List<Event> possible = events.stream()
                .filter(event -> event.outcome() != Outcome.Plain.NOT_DONE)
                .toList();
        return new BruteForce(possible, options).goOn(0, null);
    }

    /** {@code done} has a bit for each operation that has been played or, if unknown, passed over. */
    private boolean goOn(int done, @Nullable String state) {
        boolean finished = true;
        for (int i = 0; i < events.size(); i++) {
            finished &= (done & 1 << i) != 0 || !isAcknowledged(i);
        }
        if (finished || (state != null && goOn(done, null))) {
            return true;
        }
        for (int i = 0; i < events.size(); i++) {
            if ((done & 1 << i) == 0 && mayBeNext(i, done) && play(i, done, state)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeNext(int next, int done) {
        for (int i = 0; i < events.size(); i++) {
            if ((done & 1 << i) == 0
                    && isAcknowledged(i)
                    && end(i) < events.get(next).invoked()) {
                return false;
            }
        }
        return true;
    }

    private boolean isAcknowledged(int i) {
        return events.get(i).outcome() != Outcome.Plain.UNKNOWN;
    }

    private long end(int i) {
        Event event = events.get(i);
        if (isAcknowledged(i)) {
            return event.returned();
        }
        boolean forEver = options.settleNanos().isEmpty() || event.returned() == Event.NEVER;
        return forEver
                ? Long.MAX_VALUE
                : event.returned() + options.settleNanos().getAsLong();
    }

    private boolean play(int next, int done, @Nullable String state) {
        Event event = events.get(next);
        int after = done | 1 << next;
        // Whatever is unknown and should have ended before this begins is too late from now on.
        for (int i = 0; i < events.size(); i++) {
            after |= !isAcknowledged(i) && end(i) < event.invoked() ? 1 << i : 0;
        }
        Played played = Played.on(event.operation(), state);
        if (!isAcknowledged(next)) {
            return goOn(after, played.state());
        }
        if (options.missesAreBlind() && isBlind(event)) {
            return goOn(after, state);
        }
        return fits(event.outcome(), played.answer()) && goOn(after, played.state());
    }

    private static boolean fits(Outcome outcome, @Nullable Object answer) {
        if (outcome instanceof Outcome.Saw saw) {
            return Objects.equals(saw.value(), answer);
        }
        return !(outcome instanceof Outcome.Said said) || Objects.equals(said.yes(), answer);
    }

    private static boolean isBlind(Event event) {
        boolean foundNothing =
                event.outcome().equals(new Outcome.Saw(null)) || event.outcome().equals(new Outcome.Said(false));
        List<Kind> harmless = List.of(
                Kind.GET,
                Kind.CONTAINS_KEY,
                Kind.REPLACE,
                Kind.REPLACE_IF_EQUALS,
                Kind.REMOVE_IF_EQUALS,
                Kind.GET_AND_REPLACE);
        return foundNothing && harmless.contains(event.operation().kind());
    }

    /** A cache entry after an operation, and what the operation answers. */
    private record Played(@Nullable String state, @Nullable Object answer) {

        static Played on(Operation operation, @Nullable String state) {
            String value = operation.value();
            boolean there = state != null;
            boolean expected = there && Objects.equals(state, operation.expected());
            return switch (operation.kind()) {
                case GET -> new Played(state, state);
                case CONTAINS_KEY -> new Played(state, there);
                case PUT -> new Played(value, null);
                case PUT_IF_ABSENT -> new Played(there ? state : value, !there);
                case REPLACE -> new Played(there ? value : null, there);
                case REPLACE_IF_EQUALS -> new Played(expected ? value : state, expected);
                case REMOVE -> new Played(null, there);
                case REMOVE_IF_EQUALS -> new Played(expected ? null : state, expected);
                case GET_AND_PUT, INVOKE_SET -> new Played(value, state);
                case GET_AND_REMOVE, INVOKE_REMOVE -> new Played(null, state);
                case GET_AND_REPLACE -> new Played(there ? value : null, state);
                case INVOKE_ADD -> new Played("" + (number(state) + number(value)), state);
                case INVOKE_APPEND -> new Played(there ? state + "," + value : value, state);
                case CLEAR -> new Played(null, null);
            };
        }

        private static long number(@Nullable String text) {
            return text == null ? 0 : Long.parseLong(text);
        }
    }

    /** For messages. */
    static String print(List<Event> events) {
        List<String> lines = new ArrayList<>();
        events.forEach(event -> lines.add(event.toString()));
        return String.join("\n", lines);
    }
}
