package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each request of the binary protocol does and says. */
class BinaryCommandsTest {
    private static final int NEVER_CREATE = -1;
    private static final String NOT_FOUND = "Not found";
    private static final String EXISTS = "Data exists for key.";
    private static final String ABSENT = "absent";

    private final ManualTime time = new ManualTime();
    private final Node node = Node.start(NodeOptions.defaults().withPort(0), time.clock());
    private final BinaryWire wire = new BinaryWire(node.port());

    @AfterEach
    void close() {
        wire.close();
        node.close();
    }

    @Test
    void everyRetrievalBringsFlagsAndTheNamedOnesTheKey() {
        long cas = wire.ask(Ask.store(0x01, "a", "value", 0x01020304, 0)).cas();
        List<Answer> answers =
                wire.talk(Ask.bytes(Ask.get("a"), Ask.of(0x09, "a"), Ask.of(0x0c, "a"), Ask.of(0x0d, "a")));
        assertThat(answers)
                .extracting(Answer::form)
                .containsExactly(
                        "00:00 x=01020304 value",
                        "09:00 x=01020304 value",
                        "0c:00 x=01020304 k=a value",
                        "0d:00 x=01020304 k=a value");
        assertThat(answers).extracting(Answer::cas).containsOnly(cas);
    }

    @Test
    void aMissIsToldByTheKeyOrInWordsOrNotAtAll() {
        assertThat(wire.forms(Ask.get("b"), Ask.of(0x09, "b"), Ask.of(0x0c, "b"), Ask.of(0x0d, "b")))
                .containsExactly("00:01 " + NOT_FOUND, "0c:01 k=b");
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(wire.forms(Ask.set("a", ""), Ask.get("a"), Ask.join(0x0e, "a", ""), Ask.of(0x0c, "a")))
                .containsExactly("01:00", "00:00 x=00000000", "0e:00", "0c:00 x=00000000 k=a");
    }

    @Test
    void keysMayHoldAnyByte() {
        String key = "a b\r\n\0\u0080\u00ff";
        assertThat(wire.forms(Ask.set(key, "v"), Ask.of(0x0c, key)))
                .containsExactly("01:00", "0c:00 x=00000000 k=" + key + " v");
    }

    @Test
    void opaqueComesBackAsItWasSent() {
        assertThat(wire.ask(Ask.get("a").withOpaque(0xfedcba98)).opaque()).isEqualTo(0xfedcba98);
        assertThat(wire.ask(Ask.set("a", "v".repeat(5000)).withOpaque(77)).opaque())
                .isEqualTo(77);
        assertThat(wire.ask(Ask.get("a").withOpaque(-1)).opaque()).isEqualTo(-1);
    }

    @Test
    void aValueIsStoredWhereItsConditionHolds() {
        assertThat(wire.forms(
                        Ask.store(0x03, "a", "0", 0, 0),
                        Ask.store(0x02, "a", "1", 0, 0),
                        Ask.store(0x02, "a", "2", 0, 0),
                        Ask.get("a"),
                        Ask.store(0x03, "a", "3", 0, 0),
                        Ask.get("a")))
                .containsExactly(
                        "03:01 " + NOT_FOUND,
                        "02:00",
                        "02:02 " + EXISTS,
                        "00:00 x=00000000 1",
                        "03:00",
                        "00:00 x=00000000 3");
    }

    @Test
    void quietStoresSayOnlyWhatWentWrong() {
        assertThat(wire.forms(
                        Ask.store(0x11, "a", "1", 0, 0),
                        Ask.store(0x12, "b", "1", 0, 0),
                        Ask.store(0x12, "a", "2", 0, 0),
                        Ask.store(0x13, "a", "3", 0, 0),
                        Ask.store(0x13, "c", "3", 0, 0),
                        Ask.join(0x19, "a", "4"),
                        Ask.join(0x1a, "a", "5"),
                        Ask.join(0x19, "c", "6"),
                        Ask.join(0x1a, "c", "6"),
                        Ask.get("a")))
                .containsExactly(
                        "12:02 " + EXISTS,
                        "13:01 " + NOT_FOUND,
                        "19:05 Not stored.",
                        "1a:05 Not stored.",
                        "00:00 x=00000000 534");
    }

    @Test
    void aCasNumberMakesEveryStoreACompareAndSet() {
        long cas = wire.ask(Ask.set("a", "1")).cas();
        for (int opcode : new int[] {0x01, 0x02, 0x03}) {
            assertThat(wire.ask(Ask.store(opcode, "a", "x", 0, 0).withCas(cas + 1))
                            .form())
                    .endsWith(":02 " + EXISTS);
            assertThat(wire.ask(Ask.store(opcode, "b", "x", 0, 0).withCas(cas)).form())
                    .endsWith(":01 " + NOT_FOUND);
            Answer stored = wire.ask(Ask.store(opcode, "a", "2", 0, 0).withCas(cas));
            assertThat(stored.status()).isZero();
            assertThat(stored.cas()).isGreaterThan(cas);
            cas = stored.cas();
        }
        assertThat(wire.ask(Ask.get("a")).cas()).isEqualTo(cas);
    }

    @Test
    void joiningKeepsFlagsAndComparesCas() {
        long cas = wire.ask(Ask.store(0x01, "a", "m", 9, 0)).cas();
        assertThat(wire.ask(Ask.join(0x0e, "a", ">").withCas(cas + 1)).form()).isEqualTo("0e:02 " + EXISTS);
        long joined = wire.ask(Ask.join(0x0e, "a", ">").withCas(cas)).cas();
        assertThat(wire.ask(Ask.join(0x0f, "a", "<").withCas(joined)).status()).isZero();
        assertThat(wire.ask(Ask.get("a")).form()).isEqualTo("00:00 x=00000009 <m>");
    }

    @Test
    void deletionMayCompareCas() {
        long cas = wire.ask(Ask.set("a", "1")).cas();
        assertThat(wire.forms(
                        Ask.of(0x04, "a").withCas(cas + 1),
                        Ask.get("a"),
                        Ask.of(0x04, "a").withCas(cas),
                        Ask.of(0x04, "a"),
                        Ask.of(0x14, "a"),
                        Ask.set("a", "2"),
                        Ask.of(0x14, "a"),
                        Ask.get("a")))
                .containsExactly(
                        "04:02 " + EXISTS,
                        "00:00 x=00000000 1",
                        "04:00",
                        "04:01 " + NOT_FOUND,
                        "14:01 " + NOT_FOUND,
                        "01:00",
                        "00:01 " + NOT_FOUND);
    }

    @Test
    void countingCreatesWithTheInitialValueUnlessForbidden() {
        assertThat(wire.ask(Ask.count(0x05, "n", 5, 10, NEVER_CREATE)).form()).isEqualTo("05:01 " + NOT_FOUND);
        assertThat(wire.ask(Ask.count(0x06, "n", 5, 10, NEVER_CREATE)).form()).isEqualTo("06:01 " + NOT_FOUND);
        Answer created = wire.ask(Ask.count(0x05, "n", 5, 10, 0));
        assertThat(created.number()).isEqualTo(10);
        assertThat(created.cas()).isPositive();
        assertThat(wire.ask(Ask.count(0x05, "n", 5, 10, 0)).number()).isEqualTo(15);
        assertThat(wire.ask(Ask.count(0x06, "n", 4, 10, 0)).number()).isEqualTo(11);
        assertThat(wire.ask(Ask.count(0x06, "n", 400, 10, 0)).number()).isZero();
        assertThat(wire.ask(Ask.count(0x06, "m", 1, -1, 0)).number()).isEqualTo(-1);
        assertThat(wire.ask(Ask.count(0x05, "m", 3, 0, 0)).number()).isEqualTo(2);
    }

    @Test
    void aCreatedNumberExpiresWhenItIsTold() {
        wire.ask(Ask.count(0x05, "n", 1, 1, 10));
        time.passSeconds(9);
        assertThat(wire.ask(Ask.count(0x05, "n", 1, 1, NEVER_CREATE)).number()).isEqualTo(2);
        time.passSeconds(2);
        assertThat(wire.ask(Ask.get("n")).status()).isEqualTo(1);
    }

    @Test
    void countingComparesCasAndRefusesWhatIsNoNumber() {
        long cas = wire.ask(Ask.count(0x05, "n", 1, 1, 0)).cas();
        assertThat(wire.ask(Ask.count(0x05, "n", 1, 1, 0).withCas(cas + 1)).form())
                .isEqualTo("05:02 " + EXISTS);
        Answer counted = wire.ask(Ask.count(0x05, "n", 1, 1, 0).withCas(cas));
        assertThat(counted.number()).isEqualTo(2);
        assertThat(counted.cas())
                .isGreaterThan(cas)
                .isEqualTo(wire.ask(Ask.get("n")).cas());
        wire.ask(Ask.set("a", "x"));
        assertThat(wire.ask(Ask.count(0x05, "a", 1, 1, 0)).form())
                .isEqualTo("05:06 Non-numeric server-side value for incr or decr");
    }

    @Test
    void quietCountingCountsAndSaysOnlyWhatWentWrong() {
        assertThat(wire.forms(
                        Ask.count(0x15, "n", 1, 7, 0),
                        Ask.count(0x15, "n", 1, 7, 0),
                        Ask.count(0x16, "n", 3, 7, 0),
                        Ask.count(0x15, ABSENT, 1, 7, NEVER_CREATE),
                        Ask.count(0x16, ABSENT, 1, 7, NEVER_CREATE),
                        Ask.get("n")))
                .containsExactly("15:01 " + NOT_FOUND, "16:01 " + NOT_FOUND, "00:00 x=00000000 5");
    }

    @Test
    void touchingTellsFlagsAndSetsTheEnd() {
        long cas = wire.ask(Ask.store(0x01, "a", "v", 3, 5)).cas();
        Answer touched = wire.ask(Ask.timed(0x1c, "a", 100));
        assertThat(touched.form()).isEqualTo("1c:00 x=00000003");
        assertThat(touched.cas()).isEqualTo(cas);
        time.passSeconds(50);
        assertThat(wire.forms(
                        Ask.timed(0x1d, "a", 100),
                        Ask.timed(0x1e, "a", 100),
                        Ask.timed(0x23, "a", 100),
                        Ask.timed(0x24, "a", 100)))
                .containsExactly(
                        "1d:00 x=00000003 v", "1e:00 x=00000003 v", "23:00 x=00000003 k=a v", "24:00 x=00000003 k=a v");
        time.passSeconds(99);
        assertThat(wire.ask(Ask.get("a")).status()).isZero();
        time.passSeconds(2);
        assertThat(wire.forms(
                        Ask.timed(0x1c, "a", 0),
                        Ask.timed(0x1d, "a", 0),
                        Ask.timed(0x1e, "a", 0),
                        Ask.timed(0x23, "a", 0),
                        Ask.timed(0x24, "a", 0)))
                .containsExactly("1c:01 " + NOT_FOUND, "1d:01 " + NOT_FOUND, "23:01 k=a");
    }

    /** 2^32 - 1 is a second of the year 2106, not "at once" as -1 is in text. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void expiryIsUnsigned(int expiry) {
        assertThat(wire.forms(
                        Ask.store(0x01, "a", "v", 0, expiry), Ask.get("a"), Ask.timed(0x1c, "a", expiry), Ask.get("a")))
                .containsExactly("01:00", "00:00 x=00000000 v", "1c:00 x=00000000", "00:00 x=00000000 v");
    }

    @Test
    void flushingForgetsAtOnceOrLater() {
        assertThat(wire.forms(
                        Ask.set("a", "1"),
                        Ask.of(0x08),
                        Ask.get("a"),
                        Ask.set("a", "2"),
                        Ask.of(0x18),
                        Ask.get("a"),
                        Ask.set("a", "3"),
                        Ask.timed(0x08, "", 0),
                        Ask.get("a"),
                        Ask.set("a", "4"),
                        Ask.timed(0x18, "", 60),
                        Ask.get("a")))
                .containsExactly(
                        "01:00",
                        "08:00",
                        "00:01 " + NOT_FOUND,
                        "01:00",
                        "00:01 " + NOT_FOUND,
                        "01:00",
                        "08:00",
                        "00:01 " + NOT_FOUND,
                        "01:00",
                        "00:00 x=00000000 4");
        time.passSeconds(62);
        assertThat(wire.ask(Ask.get("a")).status()).isEqualTo(1);
    }

    @Test
    void theVersionIsTold() {
        assertThat(wire.ask(Ask.of(0x0b)).value()).isEqualTo(Node.version());
    }

    @Test
    void quittingIsAnsweredUnlessQuiet() {
        assertThat(wire.lastWords(Ask.bytes(Ask.set("a", "1"), Ask.of(0x07), Ask.get("a"))))
                .containsExactly("01:00", "07:00");
        try (BinaryWire other = new BinaryWire(node.port())) {
            assertThat(other.lastWords(Ask.bytes(Ask.get("a"), Ask.of(0x17), Ask.get("a"))))
                    .containsExactly("00:00 x=00000000 1");
        }
    }

    @Test
    void everyReportOfTheTextProtocolIsServedNameByName() {
        wire.ask(Ask.set("a", "1"));
        assertThat(statistics("")).contains("pid", "cmd_get", "curr_items", "slots");
        assertThat(statistics("settings")).contains("maxbytes", "binding_protocol");
        assertThat(statistics("items")).contains("items:1:number");
        assertThat(statistics("slabs")).contains("1:chunk_size", "active_slabs");
        assertThat(statistics("sizes")).containsExactly("sizes_status");
    }

    /** Names up to the reply without one; each has a value. */
    private List<String> statistics(String which) {
        List<Answer> answers = wire.talk(Ask.of(0x10, which).bytes());
        assertThat(answers).extracting(Answer::opcode).containsOnly(0x10);
        assertThat(answers).extracting(Answer::status).containsOnly(0);
        assertThat(answers.get(answers.size() - 1).form()).isEqualTo("10:00");
        List<Answer> named = answers.subList(0, answers.size() - 1);
        assertThat(named).extracting(Answer::value).doesNotContain("");
        return named.stream().map(Answer::key).toList();
    }

    @Test
    void statisticsCanBeResetAndUnknownOnesAreNotFound() {
        wire.ask(Ask.get("a"));
        assertThat(node.statistics()).containsEntry("get_misses", "1");
        assertThat(wire.forms(Ask.of(0x10, "reset"), Ask.of(0x10, "nonsense"), Ask.of(0x10, "detail so")))
                .containsExactly("10:00", "10:01 " + NOT_FOUND, "10:01 " + NOT_FOUND);
        assertThat(node.statistics()).containsEntry("get_misses", "0");
    }

    @Test
    void aResetReachesWhatOnlyTextShowsAndPrefixesCountInBothProtocols() {
        try (Wire text = new Wire(node.port())) {
            text.talk("stats detail on\r\n");
            wire.ask(Ask.store(0x01, "p:a", "1", 0, 0));
            wire.ask(Ask.get("p:a"));
            wire.ask(Ask.timed(0x1d, "p:a", 0));
            wire.ask(Ask.timed(0x1c, "p:a", 0));
            assertThat(text.talk("stats detail dump\r\n")).contains("PREFIX p get 2 hit 2 set 1 del 0");
            wire.ask(Ask.of(0x10, "reset"));
            assertThat(text.talk("stats detail dump\r\n")).doesNotContain("PREFIX");
        }
    }

    /** memcached has no way to say that an answer is too long, and neither has this. */
    @Test
    void countsByPrefixAreAnsweredInOneValueHoweverManyThereAre() {
        wire.ask(Ask.of(0x10, "detail on"));
        StringBuilder expected = new StringBuilder();
        for (int i = 1000; i < 4000; i++) {
            wire.talk(Ask.get(i + "-" + "p".repeat(20) + ":a").bytes());
            expected.append("PREFIX ")
                    .append(i)
                    .append('-')
                    .append("p".repeat(20))
                    .append(" get 1 hit 0 set 0 del 0\r\n");
        }
        assertThat(wire.forms(Ask.of(0x10, "detail dump")))
                .containsExactly("10:00 k=detailed " + expected + "END\r\n", "10:00");
    }

    @Test
    void sizesAreCountedOverManySlicesAndWhatWasPipelinedIsAnsweredAfterThem() {
        wire.ask(Ask.of(0x10, "sizes_enable"));
        for (int i = 0; i < 20_000; i += 1000) {
            List<Ask> asks = new ArrayList<>();
            for (int j = i; j < i + 1000; j++) {
                asks.add(Ask.store(0x11, "key" + j, "x", 0, 0));
            }
            wire.talk(Ask.bytes(asks));
        }
        assertThat(wire.forms(Ask.of(0x10, "sizes"), Ask.get("key7")))
                .containsExactly("10:00 k=64 10", "10:00 k=96 19990", "10:00", "00:00 x=00000000 x");
    }

    @Test
    void bothProtocolsSeeTheSameItems() {
        try (Wire text = new Wire(node.port())) {
            text.talk("set a 5 0 3\r\nabc\r\nset n 0 0 2\r\n99\r\n");
            assertThat(wire.ask(Ask.get("a")).form()).isEqualTo("00:00 x=00000005 abc");
            assertThat(wire.ask(Ask.count(0x05, "n", 1, 0, 0)).number()).isEqualTo(100);
            wire.ask(Ask.store(0x01, "b", "from binary", 7, 0));
            assertThat(text.talk("get b n\r\n"))
                    .isEqualTo("VALUE b 7 11\r\nfrom binary\r\nVALUE n 0 3\r\n100\r\nEND\r\n");
        }
    }

    /** "a\r\nEN" would end the list for whoever reads it line by line. */
    @Test
    void keysThatNoTextLineCanHoldAreListedInBase64() {
        wire.forms(Ask.set("a\r\nEN", "1"));
        try (Wire text = new Wire(node.port())) {
            assertThat(text.askUntil("lru_crawler mgdump all", "EN")).isEqualTo("OK\r\nmg YQ0KRU4= b\r\nEN\r\n");
            assertThat(text.ask("mg YQ0KRU4= b s")).isEqualTo("HD s1");
            assertThat(text.askUntil("lru_crawler metadump all", "END")).contains("key=a%0D%0AEN exp=");
            assertThat(text.ask("flush_all")).isEqualTo("OK");
        }
        wire.forms(Ask.set("plain", "1"), Ask.set("caf\u00e9", "1"));
        try (Wire text = new Wire(node.port())) {
            assertThat(text.askUntil("lru_crawler mgdump all", "EN")).contains("mg plain\r\n", "mg caf\u00e9\r\n");
        }
    }

    @Test
    void largeValuesComeBackWhole() {
        for (int length : new int[] {16_384, 16_385, 70_000, 600_000, 1_000_000}) {
            String value = "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
            assertThat(wire.ask(Ask.set("big", value)).status()).isZero();
            assertThat(wire.talk(Ask.bytes(Ask.get("big"), Ask.of(0x0c, "big"))))
                    .extracting(Answer::value)
                    .containsExactly(value, value);
        }
    }

    /** The node stops executing when nothing is taken any more, and goes on where it stopped. */
    @Test
    void aClientThatReadsLateGetsEveryAnswerInOrder() {
        String value = "v".repeat(100_000);
        wire.ask(Ask.set("a", value));
        Ask[] asks = new Ask[600];
        for (int i = 0; i < asks.length; i += 2) {
            asks[i] = Ask.of(0x0c, "a").withOpaque(i);
            asks[i + 1] = Ask.set("b", "hello").withOpaque(i + 1);
        }
        try (BinaryWire slow = new BinaryWire(node.port(), 8192)) {
            slow.send(Ask.bytes(asks));
            for (int i = 0; i < asks.length; i++) {
                Answer answer = slow.answer();
                assertThat(answer.opaque()).isEqualTo(i);
                assertThat(answer.value()).isEqualTo(i % 2 == 0 ? value : "");
            }
        }
    }

    @Test
    void thousandsOfRequestsInOnePieceAreAnsweredInOrder() {
        Ask[] asks = new Ask[20_000];
        for (int i = 0; i < asks.length; i++) {
            asks[i] = Ask.count(0x05, "n", 1, 0, 0).withOpaque(i);
        }
        List<Answer> answers = wire.talk(Ask.bytes(asks));
        assertThat(answers).hasSize(asks.length);
        for (int i = 0; i < asks.length; i++) {
            assertThat(answers.get(i).opaque()).isEqualTo(i);
            assertThat(answers.get(i).number()).isEqualTo(i);
        }
    }
}
