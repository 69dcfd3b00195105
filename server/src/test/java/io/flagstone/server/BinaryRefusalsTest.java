package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Wire;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the binary protocol does not accept, and whether the connection lives on. */
class BinaryRefusalsTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);
    private static final String INVALID = ":04 Invalid arguments";

    private static List<String> lastWords(NodeOptions options, byte[] bytes) {
        try (Node node = Node.start(options);
                BinaryWire wire = new BinaryWire(node.port())) {
            List<String> words = wire.lastWords(bytes);
            assertThat(node.statistics()).containsEntry("faults", "0");
            return words;
        }
    }

    static List<Ask> misshapen() {
        List<Ask> all = new ArrayList<>();
        for (int opcode : new int[] {0x00, 0x09, 0x0c, 0x0d, 0x04, 0x14}) {
            all.add(Ask.of(opcode));
            all.add(Ask.of(opcode, "a").withExtras(4));
            all.add(Ask.of(opcode, "a").withValue("x"));
        }
        for (int opcode : new int[] {0x01, 0x02, 0x03, 0x11, 0x12, 0x13}) {
            all.add(Ask.store(opcode, "", "x", 0, 0));
            all.add(Ask.store(opcode, "a", "x", 0, 0).withExtras(4));
            all.add(Ask.store(opcode, "a", "x", 0, 0).withExtras(0));
        }
        for (int opcode : new int[] {0x05, 0x06, 0x15, 0x16}) {
            all.add(Ask.count(opcode, "", 1, 1, 0));
            all.add(Ask.count(opcode, "a", 1, 1, 0).withExtras(16));
            all.add(Ask.count(opcode, "a", 1, 1, 0).withValue("x"));
        }
        for (int opcode : new int[] {0x07, 0x17, 0x0a, 0x0b, 0x20}) {
            all.add(Ask.of(opcode, "a"));
            all.add(Ask.of(opcode).withExtras(4));
            all.add(Ask.of(opcode).withValue("x"));
        }
        for (int opcode : new int[] {0x0e, 0x0f, 0x19, 0x1a}) {
            all.add(Ask.join(opcode, "", "x"));
            all.add(Ask.join(opcode, "a", "x").withExtras(8));
        }
        for (int opcode : new int[] {0x1c, 0x1d, 0x1e, 0x23, 0x24}) {
            all.add(Ask.timed(opcode, "", 0));
            all.add(Ask.of(opcode, "a"));
            all.add(Ask.timed(opcode, "a", 0).withValue("x"));
        }
        for (int opcode : new int[] {0x08, 0x18}) {
            all.add(Ask.of(opcode, "a"));
            all.add(Ask.of(opcode).withExtras(2));
            all.add(Ask.timed(opcode, "", 0).withValue("x"));
        }
        all.add(Ask.of(0x10, "items").withExtras(1));
        all.add(Ask.of(0x10, "items").withValue("x"));
        all.add(Ask.of(0x21));
        all.add(Ask.of(0x22).withValue("x"));
        return all;
    }

    /** Even a quiet one says so; what came before is answered, what comes after is not looked at. */
    @Test
    void aRequestOfTheWrongShapeIsRefusedAndTheConnectionClosed() {
        try (Node node = Node.start(ANY)) {
            for (Ask ask : misshapen()) {
                try (BinaryWire wire = new BinaryWire(node.port())) {
                    assertThat(wire.lastWords(Ask.bytes(Ask.set("a", "1"), ask, Ask.of(0x04, "a"))))
                            .as("%s", ask)
                            .containsExactly("01:00", "%02x".formatted(ask.opcode()) + INVALID);
                }
                try (BinaryWire wire = new BinaryWire(node.port())) {
                    assertThat(wire.ask(Ask.get("a")).form()).isEqualTo("00:00 x=00000000 1");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x55})
    void aKeyOf250BytesIsTheLongest(int opcode) {
        String longest = "k".repeat(250);
        try (Node node = Node.start(ANY);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.forms(Ask.set(longest, "v"), Ask.of(0x0c, longest)))
                    .containsExactly("01:00", "0c:00 x=00000000 k=" + longest + " v");
        }
        for (int length : new int[] {251, 256, 20_000, 65_535}) {
            Ask ask = Ask.of(opcode, "k".repeat(length));
            assertThat(lastWords(ANY, Ask.bytes(ask, Ask.noop()))).containsExactly("%02x".formatted(opcode) + INVALID);
        }
    }

    /** A header that says so, and nothing of the body: refused all the same. */
    @ParameterizedTest
    @ValueSource(ints = {0x4000_0001, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff})
    void aBodyOfMoreThanAGibibyteIsNotBelieved(int body) {
        byte[] set = Ask.store(0x01, "a", "", 0, 0).bytes();
        ByteBuffer.wrap(set).putInt(8, body);
        assertThat(lastWords(ANY, set)).containsExactly("01" + INVALID);
    }

    @Test
    void aBodyShorterThanItsPartsIsRefusedAndTheConnectionClosed() {
        byte[] get = Ask.of(0x00, "abcde").bytes();
        ByteBuffer.wrap(get).putInt(8, 2);
        assertThat(lastWords(ANY, get)).containsExactly("00:81 Unknown command");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x81, 'g', 0xff})
    void aFrameWithAWrongFirstByteEndsTheConnectionWithoutAWord(int magic) {
        byte[] wrong = Ask.get("a").bytes();
        wrong[0] = (byte) magic;
        byte[] all = ByteBuffer.allocate(200)
                .put(Ask.set("a", "1").bytes())
                .put(wrong)
                .put(Ask.get("a").bytes())
                .array();
        assertThat(lastWords(ANY, all)).containsExactly("01:00");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1b, 0x1f, 0x21, 0x22, 0x25, 0x30, 0x80, 0xff})
    void anUnknownRequestIsToldSoAndSkippedWhole(int opcode) {
        try (Node node = Node.start(ANY);
                BinaryWire wire = new BinaryWire(node.port())) {
            Ask ask = Ask.of(opcode, "key").withValue("v".repeat(100_000));
            assertThat(wire.forms(ask, ask, Ask.set("a", "1")))
                    .containsExactly(
                            "%02x:81 Unknown command".formatted(opcode),
                            "%02x:81 Unknown command".formatted(opcode),
                            "01:00");
        }
    }

    @Test
    void thereIsNoSaslHere() {
        try (Node node = Node.start(ANY);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.forms(Ask.of(0x20), Ask.of(0x21, "PLAIN").withValue("\0user\0word"), Ask.of(0x22, "PLAIN")))
                    .containsExactly("20:81 Unknown command", "21:81 Unknown command", "22:81 Unknown command");
        }
    }

    @Test
    void aValueThatIsTooLargeIsSkippedAndASetLeavesNothingBehind() {
        String large = "x".repeat(1_048_577);
        try (Node node = Node.start(ANY);
                BinaryWire wire = new BinaryWire(node.port())) {
            for (int opcode : new int[] {0x02, 0x03, 0x12, 0x13}) {
                assertThat(wire.forms(Ask.set("a", "1"), Ask.store(opcode, "a", large, 0, 0), Ask.get("a")))
                        .containsExactly("01:00", "%02x:03 Too large.".formatted(opcode), "00:00 x=00000000 1");
            }
            for (int opcode : new int[] {0x0e, 0x0f, 0x19, 0x1a}) {
                assertThat(wire.forms(Ask.join(opcode, "a", large), Ask.get("a")))
                        .containsExactly("%02x:03 Too large.".formatted(opcode), "00:00 x=00000000 1");
            }
            for (int opcode : new int[] {0x01, 0x11}) {
                assertThat(wire.forms(Ask.set("a", "1"), Ask.store(opcode, "a", large, 0, 0), Ask.get("a")))
                        .containsExactly("01:00", "%02x:03 Too large.".formatted(opcode), "00:01 Not found");
            }
            assertThat(wire.forms(
                            Ask.set("a", "x".repeat(600_000)),
                            Ask.join(0x0e, "a", "y".repeat(600_000)),
                            Ask.join(0x1a, "a", "y".repeat(600_000))))
                    .containsExactly("01:00", "0e:05 Not stored.", "1a:05 Not stored.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 700_000})
    void afterAValueWithoutMemoryTheNextRequestIsRead(int length) {
        String value = "v".repeat(length);
        NodeOptions full = ANY.with("mem_size", "8m").withEvictions(false);
        try (Node node = Node.start(full);
                BinaryWire wire = new BinaryWire(node.port())) {
            List<String> forms = List.of();
            for (int i = 0; i < 200 && (forms.isEmpty() || forms.get(0).equals("01:00")); i++) {
                forms = wire.forms(Ask.set("k" + i, value), Ask.get("k" + i));
            }
            assertThat(forms)
                    .satisfiesExactly(
                            refusal -> assertThat(refusal).startsWith("01:82 Out of memory "),
                            miss -> assertThat(miss).isEqualTo("00:01 Not found"));
        }
    }

    @Test
    void flushingCanBeForbidden() {
        try (Node node = Node.start(ANY.with("flush_enabled", "no"));
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.forms(Ask.set("a", "1"), Ask.of(0x08), Ask.of(0x18), Ask.get("a")))
                    .containsExactly("01:00", "08:20 Auth failure.", "18:20 Auth failure.", "00:00 x=00000000 1");
        }
    }

    /** Items have none; a store does not look at it, what compares finds it unequal. */
    @Test
    void withoutCasNumbersOnlyZeroIsEqual() {
        try (Node node = Node.start(ANY.withCas(false));
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.forms(
                            Ask.set("a", "1").withCas(7),
                            Ask.join(0x0e, "a", "2").withCas(7),
                            Ask.of(0x04, "a").withCas(7),
                            Ask.count(0x05, "a", 1, 0, 0).withCas(7),
                            Ask.get("a")))
                    .containsExactly(
                            "01:00",
                            "0e:00",
                            "04:02 Data exists for key.",
                            "05:02 Data exists for key.",
                            "00:00 x=00000000 12");
        }
    }

    @Test
    void aNodeForTextTakesABinaryFrameForALine() {
        try (Node node = Node.start(ANY.with("protocol", "ascii"));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.send(Ask.get("a").bytes()).ask("")).isEqualTo("ERROR");
            assertThat(wire.ask("mn")).isEqualTo("MN");
            assertThat(wire.askUntil("stats settings", "END")).contains("STAT binding_protocol ascii\r\n");
        }
    }

    @Test
    void aNodeForBinaryHangsUpOnText() {
        assertThat(lastWords(ANY.with("protocol", "binary"), Wire.bytes("get a\r\nget b\r\nget c\r\nget d\r\n")))
                .isEmpty();
        try (Node node = Node.start(ANY.with("protocol", "binary"));
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.ask(Ask.noop()).form()).isEqualTo("0a:00");
        }
    }

    @Test
    void theFirstByteChoosesTheProtocolOnceAndForAll() {
        try (Node node = Node.start(ANY);
                Wire text = new Wire(node.port())) {
            assertThat(text.askUntil("stats settings", "END")).contains("STAT binding_protocol auto-negotiate\r\n");
            assertThat(text.send(Ask.of(0x0b).bytes()).ask("")).isEqualTo("ERROR");
            try (BinaryWire binary = new BinaryWire(node.port())) {
                assertThat(binary.forms(Ask.noop(), Ask.set("a", "1"))).containsExactly("0a:00", "01:00");
                assertThat(binary.lastWords(Wire.bytes("get a\r\n".repeat(4)))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noiseHarmsNobodyElse(long seed) {
        Random random = new Random(seed);
        try (Node node = Node.start(ANY);
                BinaryWire good = new BinaryWire(node.port())) {
            for (int i = 0; i < 40; i++) {
                try (Wire bad = new Wire(node.port())) {
                    bad.send(noise(random));
                    bad.shutdownOutput();
                    bad.rest();
                } catch (UncheckedIOException e) {
                    // The node may hang up while the noise is still being sent.
                }
                assertThat(good.ask(Ask.noop()).form()).isEqualTo("0a:00");
            }
            assertThat(node.statistics()).containsEntry("faults", "0");
            assertThat(good.forms(Ask.set("a", "x"), Ask.get("a"))).containsExactly("01:00", "00:00 x=00000000 x");
        }
    }

    /** Frames that are sound but for a few bytes, most of which are in a header. */
    private static byte[] noise(Random random) {
        ByteBuffer noise = ByteBuffer.allocate(20_000);
        while (noise.remaining() > 400) {
            byte[] frame = Ask.of(random.nextInt(0x28), "key".repeat(random.nextInt(20)))
                    .withExtras(List.of(0, 4, 8, 20, 30).get(random.nextInt(5)))
                    .withValue("v".repeat(random.nextInt(100)))
                    .bytes();
            if (random.nextInt(8) == 0) {
                frame[1 + random.nextInt(Ask.HEADER - 1)] = (byte) random.nextInt();
            }
            noise.put(frame);
        }
        return noise.array();
    }
}
