package io.flagstone.testkit.check;

import static io.flagstone.testkit.history.Operation.clear;
import static io.flagstone.testkit.history.Operation.containsKey;
import static io.flagstone.testkit.history.Operation.get;
import static io.flagstone.testkit.history.Operation.getAndPut;
import static io.flagstone.testkit.history.Operation.getAndRemove;
import static io.flagstone.testkit.history.Operation.getAndReplace;
import static io.flagstone.testkit.history.Operation.invokeAdd;
import static io.flagstone.testkit.history.Operation.invokeAppend;
import static io.flagstone.testkit.history.Operation.invokeRemove;
import static io.flagstone.testkit.history.Operation.invokeSet;
import static io.flagstone.testkit.history.Operation.put;
import static io.flagstone.testkit.history.Operation.putIfAbsent;
import static io.flagstone.testkit.history.Operation.remove;
import static io.flagstone.testkit.history.Operation.removeIfEquals;
import static io.flagstone.testkit.history.Operation.replace;
import static io.flagstone.testkit.history.Operation.replaceIfEquals;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Errors a cache can make, each as a short script of operations that follow one another. */
enum Planted {
    STALE_READ(s -> s.done(put("k", "a")).done(put("k", "b")).saw(get("k"), "a")),
    RESURRECTION_AFTER_REMOVE(s -> s.done(put("k", "a")).said(remove("k"), true).saw(get("k"), "a")),
    RESURRECTION_AFTER_MISS(s -> s.done(put("k", "a")).saw(get("k"), null).saw(get("k"), "a")),
    RESURRECTION_AFTER_FAILED_REMOVE(
            s -> s.done(put("k", "a")).said(remove("k"), false).saw(get("k"), "a")),
    VALUE_AFTER_CLEAR(s -> s.done(put("k", "a")).done(clear()).saw(get("k"), "a")),
    GHOST_WRITE_AFTER_ACKNOWLEDGEMENT(
            s -> s.done(put("k", "a")).done(put("k", "b")).saw(get("k"), "b").saw(get("k"), "a")),
    UNKNOWN_WRITE_TAKING_EFFECT_TWICE(
            s -> s.unknown(put("k", "a")).saw(get("k"), "a").done(put("k", "b")).saw(get("k"), "a")),
    VALUE_NEVER_WRITTEN(s -> s.done(put("k", "a")).saw(get("k"), "z")),
    VALUE_FROM_THE_FUTURE(s -> s.saw(get("k"), "a").done(put("k", "a"))),
    REFUSED_WRITE_SEEN(s -> s.notDone(put("k", "a")).saw(get("k"), "a")),
    FAILED_REPLACE_SEEN(s ->
            s.done(put("k", "b")).said(replaceIfEquals("k", "x", "a"), false).saw(get("k"), "a")),
    FAILED_PUT_IF_ABSENT_SEEN(
            s -> s.done(put("k", "b")).said(putIfAbsent("k", "a"), false).saw(get("k"), "a")),
    LOST_UPDATE_OF_A_COUNTER(
            s -> s.done(put("k", "100")).saw(invokeAdd("k", 1), "100").saw(invokeAdd("k", 1), "100")),
    COUNTER_RUNNING_BACK(s -> s.done(put("k", "100"))
            .saw(invokeAdd("k", 1), "100")
            .saw(get("k"), "101")
            .saw(get("k"), "100")),
    LOST_UPDATE_OF_A_LIST(
            s -> s.done(put("k", "l")).saw(invokeAppend("k", "m"), "l").saw(invokeAppend("k", "n"), "l")),
    TWO_WINNERS_OF_PUT_IF_ABSENT(s -> s.said(putIfAbsent("k", "a"), true)
            .said(putIfAbsent("k", "b"), true)
            .saw(get("k"), "a")),
    REPLACE_ON_A_WRONG_VALUE(s -> s.done(put("k", "a")).done(put("k", "b")).said(replaceIfEquals("k", "a", "c"), true)),
    REPLACE_TWICE_ON_ONE_VALUE(s -> s.done(put("k", "a"))
            .said(replaceIfEquals("k", "a", "b"), true)
            .said(replaceIfEquals("k", "a", "c"), true)),
    TOKEN_ACCEPTED_AFTER_REMOVE(
            s -> s.done(put("k", "a")).said(remove("k"), true).said(replaceIfEquals("k", "a", "c"), true)),
    REMOVE_ON_A_WRONG_VALUE(s -> s.done(put("k", "a")).done(put("k", "b")).said(removeIfEquals("k", "a"), true)),
    GET_AND_PUT_OF_AN_OLD_VALUE(s -> s.done(put("k", "a")).done(put("k", "b")).saw(getAndPut("k", "c"), "a")),
    GET_AND_REPLACE_OF_AN_OLD_VALUE(
            s -> s.done(put("k", "a")).done(put("k", "b")).saw(getAndReplace("k", "c"), "a")),
    GET_AND_REMOVE_TWICE(s -> s.done(put("k", "a")).saw(getAndRemove("k"), "a").saw(getAndRemove("k"), "a")),
    INVOKE_ON_AN_OLD_VALUE(s -> s.done(put("k", "a")).done(put("k", "b")).saw(invokeSet("k", "c"), "a")),
    INVOKE_ON_A_REMOVED_VALUE(
            s -> s.done(put("k", "a")).saw(invokeRemove("k"), "a").saw(invokeSet("k", "c"), "a")),
    READERS_GOING_BACK_AND_FORTH(s -> s.together(put("k", "a"), put("k", "b"))
            .saw(get("k"), "a")
            .saw(get("k"), "b")
            .saw(get("k"), "a")),
    /** These only say that there was something: they are errors where nothing else can have been there. */
    PRESENT_AFTER_REMOVE(
            true, s -> s.done(put("k", "a")).said(remove("k"), true).said(containsKey("k"), true)),
    PRESENT_AFTER_CLEAR(true, s -> s.done(put("k", "a")).done(clear()).said(remove("k"), true)),
    PUT_IF_ABSENT_REFUSED_FOR_NOTHING(true, s -> s.said(remove("k"), false).said(putIfAbsent("k", "a"), false)),
    REPLACE_OF_NOTHING(true, s -> s.saw(get("k"), null).said(replace("k", "a"), true));

    private final boolean needsQuiet;

    @SuppressWarnings("ImmutableEnumChecker") // The scripts capture nothing.
    private final Consumer<Script> script;

    Planted(Consumer<Script> script) {
        this(false, script);
    }

    Planted(boolean needsQuiet, Consumer<Script> script) {
        this.needsQuiet = needsQuiet;
        this.script = script;
    }

    /** Whether other writes on the key could excuse it. */
    boolean needsQuiet() {
        return needsQuiet;
    }

    /** Whether it touches all keys, so that no other operation may be under way. */
    boolean touchesAll() {
        return on("k", 0).stream().anyMatch(event -> event.operation().kind() == Kind.CLEAR);
    }

    /** The error on this key, begun at this time; its client is {@code planted}. */
    List<Event> on(String key, long start) {
        Script written = new Script(key, start);
        script.accept(written);
        return written.events;
    }

    /** How long a script takes at most. */
    static final long LENGTH = 100;

    /** Operations one after the other, each taking some time. */
    private static final class Script {
        private final String key;
        private final List<Event> events = new ArrayList<>();
        private long now;

        Script(String key, long start) {
            this.key = key;
            this.now = start;
        }

        Script done(Operation operation) {
            return add(operation, Outcome.Plain.DONE);
        }

        Script unknown(Operation operation) {
            return add(operation, Outcome.Plain.UNKNOWN);
        }

        Script notDone(Operation operation) {
            return add(operation, Outcome.Plain.NOT_DONE);
        }

        Script said(Operation operation, boolean yes) {
            return add(operation, new Outcome.Said(yes));
        }

        Script saw(Operation operation, @Nullable String value) {
            return add(operation, new Outcome.Saw(value));
        }

        Script together(Operation one, Operation other) {
            done(one);
            now -= 15;
            return done(other);
        }

        private Script add(Operation operation, Outcome outcome) {
            boolean clear = operation.key().isEmpty();
            Operation placed =
                    new Operation(operation.kind(), clear ? "" : key, operation.expected(), operation.value());
            events.add(new Event("planted", placed, outcome, now, now + 10));
            now += 15;
            return this;
        }
    }
}
