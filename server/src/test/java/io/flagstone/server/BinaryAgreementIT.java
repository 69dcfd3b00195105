package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.FrameMaker;
import io.flagstone.server.support.Twins;
import io.flagstone.testkit.process.StockRelease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same binary requests are sent to a stock memcached and to a node, and every field of the answers compared. */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class BinaryAgreementIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) {
        twins = Twins.startForComparing(release);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /** Answers to pieces sent one after the other; CAS numbers become their order of appearance. */
    private static List<String> talk(int port, List<List<Ask>> pieces) {
        Map<Long, Integer> order = new HashMap<>();
        List<String> forms = new ArrayList<>();
        long last = 1;
        try (BinaryWire wire = new BinaryWire(port)) {
            wire.ask(Ask.of(0x08));
            for (List<Ask> piece : pieces) {
                for (Answer answer : wire.talk(Ask.bytes(withCas(piece, last)))) {
                    if (answer.cas() != 0) {
                        last = answer.cas();
                        order.putIfAbsent(last, order.size() + 1);
                    }
                    forms.add(answer.opaque() + " " + answer.form() + " #" + order.getOrDefault(answer.cas(), 0));
                }
            }
        }
        return forms;
    }

    private static List<Ask> withCas(List<Ask> asks, long last) {
        return asks.stream()
                .map(ask -> ask.cas() == FrameMaker.LAST_CAS ? ask.withCas(last) : ask)
                .toList();
    }

    private static void assertAgreement(List<List<Ask>> pieces) {
        twins.assertAgreement(port -> talk(port, pieces), pieces);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersAgreeOnPipelines(long seed) {
        for (int stream = 0; stream < 25; stream++) {
            assertAgreement(List.of(new FrameMaker(seed * 1000 + stream, false).make(80)));
        }
    }

    /** One request at a time, for memcached does not count in place while an answer before is still to be sent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersAgreeOnSingleRequests(long seed) {
        for (int stream = 0; stream < 12; stream++) {
            FrameMaker maker = new FrameMaker(seed * 1000 + stream, true);
            List<List<Ask>> pieces = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                pieces.add(maker.make(1));
            }
            assertAgreement(pieces);
        }
    }

    @Test
    void answersAgreeOnSizesAroundTheLimit() {
        for (int length :
                new int[] {0, 1, 524_200, 524_288, 524_300, 700_000, 1_048_510, 1_048_514, 1_048_515, 1_048_577}) {
            String value = "x".repeat(length);
            for (int opcode : new int[] {0x01, 0x02, 0x12}) {
                assertAgreement(List.of(List.of(
                        Ask.store(opcode, "big", value, 0, 0),
                        Ask.get("big"),
                        Ask.count(0x05, "big", 1, 1, 0),
                        Ask.join(0x0e, "big", "abc"),
                        Ask.join(0x0f, "big", value),
                        Ask.of(0x0c, "big"))));
            }
        }
    }

    @Test
    void onlyNumbersInOneChunkAreCounted() {
        for (int length : new int[] {100, 2_000, 500_000, 524_000, 524_288, 700_000}) {
            String number = "5" + " ".repeat(length - 1);
            assertAgreement(List.of(
                    List.of(Ask.set("n", number)),
                    List.of(Ask.count(0x05, "n", 1, 1, 0)),
                    List.of(Ask.count(0x06, "n", 1, 1, 0)),
                    List.of(Ask.count(0x05, "n", 1, 1, 0).withCas(99_999_999))));
        }
    }

    @Test
    void countsByPrefixAndSizesAreToldAndSwitchedAlike() {
        for (String words : List.of("detail", "detail x", "detail  on", "detailx", "conns", "sizes_x", "detail on")) {
            assertAgreement(List.of(List.of(Ask.of(0x10, words))));
        }
        assertAgreement(List.of(List.of(
                Ask.of(0x10, "reset"),
                Ask.set("p:a", "1"),
                Ask.set("q:a", "1"),
                Ask.get("p:a"),
                Ask.get("p:b"),
                Ask.of(0x04, "q:a"),
                Ask.of(0x10, "detail dump"),
                Ask.of(0x10, "detail dumpling"),
                Ask.of(0x10, "detail offside"),
                Ask.get("p:a"),
                Ask.of(0x10, "detail dump"))));
        if (release.version().isAtLeast("1.6.38")) {
            return; // nothing switches the counting of sizes any more: BinaryDifferencesIT
        }
        // What is there when sizes begin to be counted is counted here, and not by memcached.
        assertAgreement(List.of(List.of(
                Ask.of(0x10, "sizes"),
                Ask.of(0x04, "p:a"),
                Ask.of(0x10, "sizes_enable"),
                Ask.set("one", "1"),
                Ask.set("two", "x".repeat(600_000)),
                Ask.of(0x10, "sizes"),
                Ask.of(0x10, "sizes_disable"),
                Ask.of(0x10, "sizes"))));
    }

    private static List<String> lastWords(int port, byte[] bytes) {
        try (BinaryWire wire = new BinaryWire(port)) {
            assertThat(wire.ask(Ask.set("a", "1")).status()).isZero();
            return wire.lastWords(bytes);
        }
    }

    /** One such request by connection: memcached drops what it had answered in the same batch. */
    private static void assertSameEnd(byte[] bytes) {
        List<String> expected = lastWords(twins.memcached(), bytes);
        assertThat(lastWords(twins.node(), bytes)).isEqualTo(expected);
    }

    @Test
    void requestsOfTheWrongShapeEndAlike() {
        for (Ask ask : BinaryRefusalsTest.misshapen()) {
            boolean valueIsTakenForAFrame = BinaryDifferencesIT.hasSurplusValue(ask);
            if (!valueIsTakenForAFrame) {
                assertSameEnd(ask.bytes());
            }
        }
    }

    @Test
    void contradictoryHeadersEndAlike() {
        assertSameEnd(Ask.of(0x00, "k".repeat(251)).bytes());
        assertSameEnd(Ask.store(0x01, "k".repeat(10_000), "v", 0, 0).bytes());
        byte[] shortBody = Ask.of(0x00, "abcde").bytes();
        ByteBuffer.wrap(shortBody).putInt(8, 2);
        assertSameEnd(shortBody);
        byte[] wrongMagic = Ask.get("a").bytes();
        wrongMagic[0] = (byte) 0x81;
        assertSameEnd(wrongMagic);
        assertSameEnd(Ask.of(0x07).bytes());
        assertSameEnd(Ask.of(0x17).bytes());
    }

    /** The words differ with where it ran out: for an item of one chunk, and for one that chains them. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 700_000})
    void lackOfMemoryIsToldInTheSameWords(int length) {
        NodeOptions options = NodeOptions.defaults().with("mem_size", "8m").withEvictions(false);
        try (Twins full = Twins.start(release, options, "-M", "-m", "8")) {
            assertThat(firstFailure(full.node(), length)).isEqualTo(firstFailure(full.memcached(), length));
        }
    }

    private static String firstFailure(int port, int length) {
        String value = "v".repeat(length);
        try (BinaryWire wire = new BinaryWire(port)) {
            for (int i = 0; i < 200; i++) {
                Answer answer = wire.talk(Ask.set("k" + i, value).bytes()).get(0);
                if (answer.status() != 0) {
                    return answer.form();
                }
            }
        }
        return "none";
    }

    /** Not those of expired and flushed items: either may be gone in the background before it is asked for. */
    private static final List<String> COUNTED = List.of(
            "cmd_get",
            "cmd_set",
            "cmd_flush",
            "cmd_touch",
            "get_hits",
            "get_misses",
            "delete_misses",
            "delete_hits",
            "incr_misses",
            "incr_hits",
            "decr_misses",
            "decr_hits",
            "cas_misses",
            "cas_hits",
            "cas_badval",
            "touch_hits",
            "touch_misses",
            "total_items");

    private static Map<String, String> counters(int port, List<Ask> asks) {
        Map<String, String> counters = new HashMap<>();
        try (BinaryWire wire = new BinaryWire(port)) {
            wire.talk(Ask.bytes(Ask.of(0x08), Ask.get("a"), Ask.get("b"), Ask.get("n"), Ask.of(0x10, "reset")));
            long before = total(wire);
            wire.talk(Ask.bytes(asks));
            for (Answer answer : wire.talk(Ask.of(0x10).bytes())) {
                if (COUNTED.contains(answer.key())) {
                    counters.put(answer.key(), answer.value());
                }
            }
            counters.put("total_items", Long.toString(total(wire) - before));
        }
        return counters;
    }

    private static long total(BinaryWire wire) {
        for (Answer answer : wire.talk(Ask.of(0x10).bytes())) {
            if (answer.key().equals("total_items")) {
                return Long.parseLong(answer.value());
            }
        }
        throw new AssertionError("no total_items");
    }

    @Test
    void requestsAreCountedAlike() {
        List<Ask> asks = List.of(
                Ask.set("a", "1"),
                Ask.store(0x12, "a", "1", 0, 0),
                Ask.store(0x03, "b", "1", 0, 0),
                Ask.get("a"),
                Ask.of(0x0d, "a"),
                Ask.get("b"),
                Ask.timed(0x1c, "a", 0),
                Ask.timed(0x1c, "b", 0),
                Ask.timed(0x1d, "a", 0),
                Ask.timed(0x1e, "b", 0),
                Ask.count(0x05, "n", 1, 1, 0),
                Ask.count(0x05, "n", 1, 1, 0),
                Ask.count(0x05, "b", 1, 1, -1),
                Ask.count(0x06, "n", 1, 1, 0),
                Ask.count(0x06, "b", 1, 1, -1),
                Ask.set("a", "2").withCas(99_999_999),
                Ask.set("b", "2").withCas(99_999_999),
                Ask.join(0x0e, "a", "2"),
                Ask.join(0x0e, "b", "2"),
                Ask.of(0x04, "n"),
                Ask.of(0x04, "n"),
                Ask.of(0x08),
                Ask.get("a"));
        assertThat(counters(twins.node(), asks))
                .isEqualTo(counters(twins.memcached(), asks))
                .hasSize(COUNTED.size());
    }
}
