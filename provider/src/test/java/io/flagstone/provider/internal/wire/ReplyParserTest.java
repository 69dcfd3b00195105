package io.flagstone.provider.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replies are taken as they are, wherever the network cuts them; everything else ends the connection. */
class ReplyParserTest {

    private static final int LARGEST = 1 << 30;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<String> heard = new ArrayList<>();
    private final ReplyParser parser = new ReplyParser((opaque, reply) -> heard.add(told(opaque, reply)), LARGEST);

    private static String told(long opaque, Reply reply) {
        byte[] value = reply.value();
        return opaque + " " + reply.status() + " c" + Long.toUnsignedString(reply.cas()) + " f"
                + Integer.toUnsignedString(reply.flags()) + " t" + reply.ttl() + (reply.won() ? " W" : "")
                + (reply.isStub() ? " stub" : "") + (value == null ? "" : " [" + new String(value, ISO_8859_1) + "]")
                + (reply.complaint() == null ? "" : " " + reply.complaint());
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
    }

    private List<String> hear(String text) throws ProtocolViolation {
        parser.feed(bytes(text));
        return heard;
    }

    private static final String ALL = "VA 5 c17 f4294967295 t-1 O1\r\nhello\r\n"
            + "VA 0 c18 f0 t30 W O2\r\n\r\n"
            + "HD c18446744073709551615 O3\r\n"
            + "HD c5 f0 t0 s0 Z O4\r\n"
            + "HD\r\n"
            + "EN\r\n"
            + "EN O9223372036854775807\r\n"
            + "NF O5\r\nNS O6\r\nEX O7\r\n"
            + "VA 7 t60 X O8\r\n\r\nEN\r\n\0\r\n"
            + "SERVER_ERROR out of memory storing object\r\n"
            + "VA 1 O9 \r\nx\r\n";

    private static final List<String> MEANING = List.of(
            "1 VALUE c17 f4294967295 t-1 [hello]",
            "2 VALUE c18 f0 t30 W stub []",
            "3 DONE c18446744073709551615 f0 t-1",
            "4 DONE c5 f0 t0 stub",
            "-1 DONE c0 f0 t-1",
            "-1 MISS c0 f0 t-1",
            "9223372036854775807 MISS c0 f0 t-1",
            "5 NOT_FOUND c0 f0 t-1",
            "6 NOT_STORED c0 f0 t-1",
            "7 EXISTS c0 f0 t-1",
            "8 VALUE c0 f0 t60 [\r\nEN\r\n\0]",
            "-1 REFUSED c0 f0 t-1 SERVER_ERROR out of memory storing object",
            "9 VALUE c0 f0 t-1 [x]");

    @Test
    void repliesAreTheSameWhereverTheyAreCut() throws ProtocolViolation {
        for (int cut = 0; cut <= ALL.length(); cut++) {
            heard.clear();
            hear(ALL.substring(0, cut));
            assertThat(hear(ALL.substring(cut))).as("cut at %d", cut).isEqualTo(MEANING);
        }
    }

    @Test
    void repliesAreTheSameByteByByteAndInRandomPieces() throws ProtocolViolation {
        Random random = new Random(1);
        for (int turn = 0; turn < 200; turn++) {
            heard.clear();
            int at = 0;
            while (at < ALL.length()) {
                int end = Math.min(ALL.length(), at + 1 + (turn == 0 ? 0 : random.nextInt(9)));
                hear(ALL.substring(at, end));
                at = end;
            }
            assertThat(heard).isEqualTo(MEANING);
        }
    }

    @Test
    void nothingOfAReplyStaysForTheNext() throws ProtocolViolation {
        assertThat(hear("VA 1 c9 f8 t7 W Z O6\r\nx\r\nHD\r\nSERVER_ERROR no\r\nEN\r\n"))
                .element(3)
                .isEqualTo("-1 MISS c0 f0 t-1");
        assertThat(heard).element(1).isEqualTo("-1 DONE c0 f0 t-1");
    }

    @Test
    void aStubIsAnEmptyItemThatSomebodyClaimed() throws ProtocolViolation {
        hear("VA 0 W\r\n\r\nVA 0 Z\r\n\r\nVA 0\r\n\r\nVA 1 W\r\nx\r\nHD s0 Z\r\nHD s1 Z\r\n");
        assertThat(heard.stream().map(text -> text.contains("stub")))
                .containsExactly(true, true, false, false, true, false);
    }

    @Test
    void whatIsNoReplyEndsTheConnection() {
        for (String line : List.of(
                "",
                "\r",
                " ",
                "V",
                "VAL",
                "va 1",
                "XX",
                "OK",
                "END",
                "VA",
                "VA ",
                "VA  5",
                "VA -1",
                "VA +1",
                "VA x",
                "VA 1x",
                "VA 2147483648",
                "VA 99999999999999999999",
                "VA 1 c",
                "VA 1 cx",
                "VA 1 c-1",
                "VA 1 c18446744073709551616",
                "HD f",
                "HD f-1",
                "HD f4294967296",
                "HD t",
                "HD t--1",
                "HD tx",
                "HD t2147483648",
                "HD s-1",
                "HD s2147483648",
                "HD O",
                "HD O-1",
                "HD Ox",
                "HD O9223372036854775808",
                "HD O 5",
                "HD f 5",
                "HD Wx",
                "HD  W",
                "HD q",
                "HD kkey",
                "HD\tW",
                "HDW",
                "HD W\rZ",
                "EN\0",
                "ERROR",
                "CLIENT_ERROR bad data chunk",
                "SERVER_ERRO",
                "\u0080\u0081",
                "VALUE key 0 5",
                "STORED",
                "MN\r",
                "ME key exp=-1")) {
            ReplyParser fresh = new ReplyParser((opaque, reply) -> heard.add(told(opaque, reply)), LARGEST);
            assertThatThrownBy(() -> fresh.feed(bytes(line + "\r\n")))
                    .as("<%s>", line)
                    .isInstanceOf(ProtocolViolation.class);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void onlyErrorsAreQuotedNeverWhatCouldBeAValue() {
        assertThatThrownBy(() -> hear("CLIENT_ERROR line too long\r\n"))
                .hasMessageContaining("CLIENT_ERROR line too long");
        assertThatThrownBy(() -> new ReplyParser((opaque, reply) -> {}, LARGEST).feed(bytes("secret\r\n")))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDataBlockThatEndsElsewhereEndsTheConnection() {
        for (String text : List.of(
                "VA 1\r\nxy\r\n",
                "VA 2\r\nx\r\n\r\n",
                "VA 1\r\nx\n",
                "VA 0\r\nx",
                "VA 1\r\nx\rEN",
                "VA 1 s0\r\nx\r\n")) {
            ReplyParser fresh = new ReplyParser((opaque, reply) -> heard.add(told(opaque, reply)), LARGEST);
            assertThatThrownBy(() -> fresh.feed(bytes(text))).as(text).isInstanceOf(ProtocolViolation.class);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aLineHasAnEnd() throws ProtocolViolation {
        String longest = "SERVER_ERROR " + "x".repeat(2048 - 13 - 2);
        assertThat(hear(longest + "\r\n")).hasSize(1);
        assertThatThrownBy(() -> hear("SERVER_ERROR " + "x".repeat(2048 - 13) + "\r\n"))
                .isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> new ReplyParser((opaque, reply) -> {}, LARGEST).feed(bytes("a".repeat(100_000))))
                .isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void aBlockLargerThanAnyItemIsRefusedBeforeItComes() throws ProtocolViolation {
        ReplyParser small = new ReplyParser((opaque, reply) -> heard.add(told(opaque, reply)), 5);
        small.feed(bytes("VA 5\r\nhello\r\n"));
        assertThat(heard).hasSize(1);
        assertThatThrownBy(() -> small.feed(bytes("VA 6\r\n")))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("6");
    }

    @Test
    void anAnnouncementAloneTakesLittleMemory() throws ProtocolViolation {
        hear("HD\r\n");
        ByteBuf line = bytes("VA " + LARGEST + "\r\nabc");
        long before = THREADS.getCurrentThreadAllocatedBytes();
        parser.feed(line);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }

    @Test
    void largeValuesComeWholeInWhateverPieces() throws ProtocolViolation {
        byte[] value = new byte[5_000_001];
        new Random(2).nextBytes(value);
        List<byte[]> values = new ArrayList<>();
        ReplyParser keeping = new ReplyParser((opaque, reply) -> values.add(reply.value()), LARGEST);
        for (int piece : new int[] {1 << 16, 1_000_003, 6_000_000}) {
            keeping.feed(bytes("VA " + value.length + " O1\r\n"));
            for (int at = 0; at < value.length; at += piece) {
                keeping.feed(Unpooled.wrappedBuffer(value, at, Math.min(piece, value.length - at)));
            }
            keeping.feed(bytes("\r\n"));
        }
        assertThat(values).hasSize(3).allSatisfy(read -> assertThat(read).isEqualTo(value));
    }

    @Test
    void garbageIsAReplyOrAViolationAndNothingElse() {
        Random random = new Random(5);
        String letters = "VAHDENFSX cftsOWZ0123456789-\r\n";
        int violations = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j >= 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            ReplyParser fresh =
                    new ReplyParser((opaque, reply) -> assertThat(opaque).isGreaterThanOrEqualTo(-1), 1 << 20);
            try {
                fresh.feed(bytes(text + "\r\n"));
            } catch (ProtocolViolation e) {
                violations++;
            }
        }
        assertThat(violations).isGreaterThan(40_000);
    }

    @Test
    void numbersAreReadWithTheBlanksOfADecrement() throws ProtocolViolation {
        List<Long> numbers = new ArrayList<>();
        ReplyParser reading = new ReplyParser((opaque, reply) -> numbers.add(reply.number()), LARGEST);
        reading.feed(bytes("VA 3\r\n12 \r\nVA 19\r\n9223372036854775807\r\n"));
        assertThat(numbers).containsExactly(12L, Long.MAX_VALUE);
        for (String text : List.of("VA 1\r\nx\r\n", "VA 0\r\n\r\n", "HD\r\n", "VA 20\r\n18446744073709551615\r\n")) {
            assertThatThrownBy(() -> reading.feed(bytes(text))).isInstanceOf(NumberFormatException.class);
        }
    }
}
