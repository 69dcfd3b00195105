package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The cache register with loss: what each operation, with its outcome, says about one key.
 *
 * <p>A key holds a value or none. It may lose its value at any time, so an operation that found none says nothing about
 * what was there before, only that nothing of it can come back.
 */
final class Rules {
    private final Values values;
    private final boolean missesAreBlind;

    Rules(Values values, boolean missesAreBlind) {
        this.values = values;
        this.missesAreBlind = missesAreBlind;
    }

    /** The rule of an acknowledged operation; null if it says nothing. */
    @Nullable
    Rule acknowledged(Event event) {
        Operation operation = event.operation();
        if (event.outcome() instanceof Outcome.Saw saw) {
            return saw.value() == null ? sawNothing(operation) : saw(operation, values.number(saw.value()));
        }
        if (event.outcome() instanceof Outcome.Said said) {
            return said.yes() ? yes(operation) : no(operation);
        }
        return operation.kind() == Kind.CLEAR ? Rule.erase() : Rule.write(given(operation));
    }

    private Rule saw(Operation operation, int seen) {
        return switch (operation.kind()) {
            case GET -> Rule.observe(seen);
            case GET_AND_REMOVE, INVOKE_REMOVE -> Rule.change(seen, Values.ABSENT);
            case INVOKE_ADD, INVOKE_APPEND -> {
                int grown = growth(operation).after(seen, values);
                yield Rule.change(seen, grown == Values.NONE ? Values.UNSEEN : grown);
            }
            default -> Rule.change(seen, given(operation));
        };
    }

    private @Nullable Rule sawNothing(Operation operation) {
        return switch (operation.kind()) {
            case GET, GET_AND_REPLACE -> missesAreBlind ? null : Rule.erase();
            case GET_AND_REMOVE, INVOKE_REMOVE -> Rule.erase();
            default -> Rule.write(given(operation));
        };
    }

    private Rule yes(Operation operation) {
        return switch (operation.kind()) {
            case CONTAINS_KEY -> Rule.observe(Rule.PRESENT);
            case PUT_IF_ABSENT -> Rule.write(given(operation));
            case REPLACE -> Rule.change(Rule.PRESENT, given(operation));
            case REPLACE_IF_EQUALS -> Rule.change(awaited(operation), given(operation));
            case REMOVE -> Rule.change(Rule.PRESENT, Values.ABSENT);
            case REMOVE_IF_EQUALS -> Rule.change(awaited(operation), Values.ABSENT);
            default -> throw new IllegalArgumentException(operation.toString());
        };
    }

    private @Nullable Rule no(Operation operation) {
        return switch (operation.kind()) {
            case PUT_IF_ABSENT -> Rule.observe(Rule.PRESENT);
            case REMOVE -> Rule.erase();
            case CONTAINS_KEY, REPLACE -> missesAreBlind ? null : Rule.erase();
            case REPLACE_IF_EQUALS, REMOVE_IF_EQUALS -> missesAreBlind ? null : Rule.eraseOnly(awaited(operation));
            default -> throw new IllegalArgumentException(operation.toString());
        };
    }

    /**
     * The rule of an operation of unknown outcome, should it have taken effect; null if that would explain nothing. A
     * removal explains nothing: the entry may be lost without it.
     */
    @Nullable
    Rule possible(Event event) {
        Operation operation = event.operation();
        return switch (operation.kind()) {
            case PUT, PUT_IF_ABSENT, GET_AND_PUT, INVOKE_SET -> Rule.write(given(operation));
            case REPLACE, GET_AND_REPLACE -> Rule.change(Rule.PRESENT, given(operation));
            case REPLACE_IF_EQUALS -> Rule.change(awaited(operation), given(operation));
            case INVOKE_ADD, INVOKE_APPEND -> Rule.grow(growth(operation));
            case GET, CONTAINS_KEY, REMOVE, REMOVE_IF_EQUALS, GET_AND_REMOVE, INVOKE_REMOVE, CLEAR -> null;
        };
    }

    private int given(Operation operation) {
        return values.number(operation.given());
    }

    private int awaited(Operation operation) {
        return values.number(operation.awaited());
    }

    private static Growth growth(Operation operation) {
        return new Growth(operation.kind(), operation.given());
    }
}
