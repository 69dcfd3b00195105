package io.flagstone.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.testkit.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aCallIsRecordedWithItsAnswerAndItsTime() {
        History history = History.inMemory();
        Recorder client = history.recorder("c1");
        long before = System.nanoTime();
        assertThat(client.run(Operation.get("k"), () -> "v")).isEqualTo(new Outcome.Saw("v"));
        assertThat(client.run(Operation.get("k"), () -> null)).isEqualTo(new Outcome.Saw(null));
        assertThat(client.run(Operation.remove("k"), () -> true)).isEqualTo(new Outcome.Said(true));
        assertThat(client.run(Operation.put("k", "v"), () -> null)).isEqualTo(Outcome.Plain.DONE);
        long after = System.nanoTime();
        List<Event> events = history.events();
        assertThat(events).hasSize(4).allMatch(event -> event.client().equals("c1"));
        assertThat(events.get(0).invoked()).isGreaterThanOrEqualTo(before);
        assertThat(events.get(3).returned()).isLessThanOrEqualTo(after);
        assertThat(events.get(1).invoked()).isGreaterThanOrEqualTo(events.get(0).returned());
    }

    @Test
    void aCallThatThrowsIsUnknownUnlessTheRuleSaysOtherwise() {
        History history = History.inMemory();
        Recorder client = history.recorder(
                "c", failure -> failure instanceof IOException ? Outcome.Plain.NOT_DONE : Outcome.Plain.UNKNOWN);
        assertThat(client.run(Operation.put("k", "v"), HistoryTest::timeOut)).isEqualTo(Outcome.Plain.UNKNOWN);
        assertThat(client.run(Operation.put("k", "v"), HistoryTest::refuse)).isEqualTo(Outcome.Plain.NOT_DONE);
        assertThat(history.recorder("d").run(Operation.put("k", "v"), HistoryTest::refuse))
                .isEqualTo(Outcome.Plain.UNKNOWN);
    }

    @Test
    void anErrorIsRecordedAsUnknownAndThrownOn() {
        History history = History.inMemory();
        assertThatThrownBy(() -> history.recorder("c").run(Operation.get("k"), () -> {
                    throw new AssertionError("no");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(history.events()).singleElement().matches(event -> event.outcome() == Outcome.Plain.UNKNOWN);
    }

    @Test
    void anOpenCallIsUnknownAndHasNoEnd() {
        History history = History.inMemory();
        Call call = history.recorder("c").begin(Operation.put("k", "v"));
        assertThat(history.events()).singleElement().matches(event -> event.returned() == Event.NEVER);
        call.returned(null);
        assertThat(history.events()).singleElement().matches(event -> event.outcome() == Outcome.Plain.DONE);
        assertThatThrownBy(call::unknown).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyClientsRecordAtOnceAndNothingIsLost() throws InterruptedException {
        History history = History.inMemory();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Recorder client = history.recorder("c" + i);
            threads.add(new Thread(() -> record(client, 5_000)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(history.events()).hasSize(40_000).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerOfTheWrongFormIsRefused() {
        assertThatThrownBy(() -> Outcome.of(Kind.REMOVE, "yes")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Event("c", Operation.get("k"), new Outcome.Said(true), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Event("c", Operation.get("k"), Outcome.Plain.UNKNOWN, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSavedHistoryIsReadBackAsItWas() {
        List<Event> events = List.of(
                event(Operation.put("k\t1", "-"), Outcome.Plain.DONE),
                event(Operation.put("%09\n", "a\r%2D"), Outcome.Plain.UNKNOWN),
                event(Operation.replaceIfEquals("", "-", "%"), new Outcome.Said(false)),
                event(Operation.getAndRemove("k"), new Outcome.Saw("ü\t")),
                event(Operation.get("k"), new Outcome.Saw(null)),
                event(Operation.get("k"), new Outcome.Saw("-")),
                event(Operation.clear(), Outcome.Plain.NOT_DONE),
                new Event("c", Operation.invokeAdd("n", -3), Outcome.Plain.UNKNOWN, 5, Event.NEVER));
        Path file = directory.resolve("history");
        HistoryFile.write(file, events);
        assertThat(History.read(List.of(file))).isEqualTo(events);
    }

    @Test
    void everyKindOfOperationIsReadBack() {
        List<Event> events = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            events.add(event(new Operation(kind, "k", "e", "v"), Outcome.of(kind, answer(kind))));
        }
        Path file = directory.resolve("history");
        HistoryFile.write(file, events);
        assertThat(History.read(List.of(file))).isEqualTo(events);
    }

    @Test
    void aForeignFileIsRefusedAndABrokenLineIsNamed() throws IOException {
        Path foreign = Files.writeString(directory.resolve("foreign"), "hello\n");
        assertThatThrownBy(() -> History.read(List.of(foreign))).hasMessageContaining("does not begin with");
        Path broken = Files.writeString(directory.resolve("broken"), Lines.HEADER + "\n<\t1\t2\tdone\n");
        assertThatThrownBy(() -> History.read(List.of(broken))).hasMessageContaining("line 2");
    }

    @Test
    void aJournalKeepsWhatAKilledClientHadBegun() {
        Path file = directory.resolve("journal");
        try (JvmProcess client = JvmProcess.start(JournalingClient.class, file.toString())) {
            client.awaitLine("open"::equals, LIMIT);
            client.kill9();
        }
        List<Event> events = History.read(List.of(file));
        assertThat(events).hasSize(2);
        assertThat(events.get(0).outcome()).isEqualTo(Outcome.Plain.DONE);
        assertThat(events.get(1).operation()).isEqualTo(Operation.put("k", "second"));
        assertThat(events.get(1).outcome()).isEqualTo(Outcome.Plain.UNKNOWN);
        assertThat(events.get(1).returned()).isEqualTo(Event.NEVER);
    }

    @Test
    void aLineTornByAKillIsLeftOut() throws IOException {
        Path file = directory.resolve("torn");
        HistoryFile.write(file, List.of(event(Operation.get("k"), new Outcome.Saw("v"))));
        Files.writeString(file, "<\t7\t1", StandardOpenOption.APPEND);
        assertThat(History.read(List.of(file))).hasSize(1);
    }

    @Test
    void theClocksOfTwoJvmsAreOne() {
        Path file = directory.resolve("journal");
        long before = System.nanoTime();
        try (JvmProcess client = JvmProcess.start(JournalingClient.class, file.toString())) {
            client.awaitLine("open"::equals, LIMIT);
        }
        long after = System.nanoTime();
        assertThat(History.read(List.of(file))).allMatch(event -> event.invoked() > before && event.invoked() < after);
    }

    private static void record(Recorder client, int operations) {
        for (int i = 0; i < operations; i++) {
            String value = client.client() + "-" + i;
            client.run(Operation.put("k", value), () -> null);
        }
    }

    private static @Nullable Object timeOut() throws Exception {
        throw new Exception("timed out");
    }

    private static @Nullable Object refuse() throws IOException {
        throw new IOException("refused");
    }

    private static Event event(Operation operation, Outcome outcome) {
        return new Event("client 1", operation, outcome, 3, 4);
    }

    private static @Nullable Object answer(Kind kind) {
        return switch (kind.answer()) {
            case VALUE -> "v";
            case FLAG -> true;
            case NOTHING -> null;
        };
    }
}
