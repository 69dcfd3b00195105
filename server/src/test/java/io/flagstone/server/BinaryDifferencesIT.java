package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.Since;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the node answers binary requests otherwise than some memcached, with the reason. */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class BinaryDifferencesIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    private static final Ask END = Ask.of(0x17);

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) {
        twins = Twins.start(release, NodeOptions.defaults());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /** Whether it has a value that memcached does not look for, and takes for the next frame. */
    static boolean hasSurplusValue(Ask ask) {
        boolean unlooked = List.of(0x10, 0x1c, 0x1d, 0x1e, 0x23, 0x24).contains(ask.opcode());
        return unlooked && !ask.value().isEmpty();
    }

    record Row(String reason, String since, List<Ask> asks, List<String> theirs, List<String> ours) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "memcached skips the key of an unknown request twice, and so the beginning of the next one",
                        "all",
                        List.of(Ask.of(0x55, "abc"), Ask.noop(), Ask.noop(), END),
                        List.of(),
                        List.of("55:81 Unknown command", "0a:00", "0a:00")),
                new Row(
                        "memcached executes what touch brings as a value as if it were a request",
                        "all",
                        List.of(
                                Ask.timed(0x1c, "a", 0)
                                        .withValue(Wire.text(Ask.of(0x04, "a").bytes())),
                                END),
                        List.of("1c:01 Not found", "04:01 Not found"),
                        List.of("1c:04 Invalid arguments")),
                new Row(
                        "memcached executes what stat brings as a value as if it were a request",
                        "all",
                        List.of(
                                Ask.of(0x10, "reset")
                                        .withValue(Wire.text(Ask.noop().bytes())),
                                END),
                        List.of("10:00", "0a:00"),
                        List.of("10:04 Invalid arguments")),
                new Row(
                        "memcached drops what it had answered in the same batch when it meets a wrong first byte",
                        "all",
                        List.of(Ask.set("a", "1"), Ask.timed(0x1c, "a", 0).withValue("x".repeat(24))),
                        List.of(),
                        List.of("01:00", "1c:04 Invalid arguments")),
                new Row(
                        "memcached hangs up on a key that its read buffer does not hold",
                        "all",
                        List.of(Ask.of(0x00, "k".repeat(20_000))),
                        List.of(),
                        List.of("00:04 Invalid arguments")),
                new Row(
                        "memcached has lost the switch",
                        "from 1.6.38",
                        List.of(Ask.of(0x10, "sizes_enable"), Ask.of(0x10, "sizes_disable"), END),
                        List.of("10:01 Not found", "10:01 Not found"),
                        List.of("10:00 k=sizes_status enabled", "10:00 k=sizes_status disabled")),
                new Row(
                        "the version is ours",
                        "all",
                        List.of(Ask.of(0x0b), END),
                        List.of("0b:00 " + twins.version()),
                        List.of("0b:00 " + Node.version())));
    }

    private static List<String> talk(int port, List<Ask> asks) {
        try (Wire wire = new Wire(port)) {
            return Answer.all(wire.send(Ask.bytes(asks)).rest()).stream()
                    .map(Answer::form)
                    .toList();
        } catch (UncheckedIOException e) {
            // It hung up on what we were still sending.
            return List.of();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void differs(Row row) {
        assertThat(talk(twins.node(), row.asks())).as(row.reason()).isEqualTo(row.ours());
        assertThat(Since.of(row.since()).answers(release.version(), List.of(row.theirs()), List.of(row.ours())))
                .as("%s, on memcached %s", row.reason(), release.version())
                .contains(talk(twins.memcached(), row.asks()));
    }
}
