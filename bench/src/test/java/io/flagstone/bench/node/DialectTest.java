package io.flagstone.bench.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final int SIZE = 20;
    private static final Payload PAYLOAD = new Payload(SIZE);
    private static final String VALUE_5 = "000000000005abcdefgh";

    private final Dialect classic = new ClassicDialect(PAYLOAD);
    private final Dialect meta = new MetaDialect(PAYLOAD);

    @Test
    void requestsAreWrittenAsTheProtocolsWantThem() {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        classic.putRead(out, keys(5, 5));
        classic.putStore(out, 5);
        meta.putRead(out, keys(5));
        meta.putStore(out, 5);
        assertThat(text(out.flip()))
                .isEqualTo("get key-000000000005 key-000000000005\r\n"
                        + "set key-000000000005 0 0 20\r\n" + VALUE_5 + "\r\n"
                        + "mg key-000000000005 v\r\n"
                        + "ms key-000000000005 20\r\n" + VALUE_5 + "\r\n");
    }

    @Test
    void aReplyIsCompleteOnlyAtItsLastByte() {
        assertCompleteAtLastByte(classic, classicValue(5, VALUE_5) + "END\r\n");
        assertCompleteAtLastByte(meta, "VA 20\r\n" + VALUE_5 + "\r\n");
    }

    private static void assertCompleteAtLastByte(Dialect dialect, String reply) {
        KeyRange keys = keys(5);
        ByteBuffer in = ByteBuffer.allocate(1_000);
        for (int i = 0; i < reply.length(); i++) {
            in.put((byte) reply.charAt(i));
            in.flip();
            assertThat(dialect.readReply(in, keys)).isEqualTo(i == reply.length() - 1);
            in.compact();
        }
        assertThat(in.position()).isZero();
        assertThat(keys.found()).isEqualTo(1);
    }

    @Test
    void aMissIsAReplyWithoutAValue() {
        KeyRange keys = keys(5);
        assertThat(classic.readReply(ascii("END\r\n"), keys)).isTrue();
        assertThat(meta.readReply(ascii("EN\r\n"), keys)).isTrue();
        assertThat(keys.found()).isZero();
    }

    @Test
    void someOfManyMayBeMissing() {
        KeyRange keys = keys(5, 6, 7);
        String reply = classicValue(5, VALUE_5) + classicValue(7, "000000000007abcdefgh") + "END\r\n";
        assertThat(classic.readReply(ascii(reply), keys)).isTrue();
        assertThat(keys.found()).isEqualTo(2);
    }

    @Test
    void anythingElseIsWrong() {
        for (String wrong : new String[] {
            classicValue(6, "000000000006abcdefgh") + "END\r\n",
            classicValue(5, "000000000006abcdefgh") + "END\r\n",
            classicValue(5, "000000000005abcdefgX") + "END\r\n",
            classicValue(5, VALUE_5) + classicValue(5, VALUE_5) + "END\r\n",
            "SERVER_ERROR out of memory\r\n"
        }) {
            assertThatThrownBy(() -> classic.readReply(ascii(wrong), keys(5)))
                    .as(wrong)
                    .isInstanceOf(WrongReply.class);
        }
        for (String wrong : new String[] {
            "VA 20\r\n000000000005abcdefgX\r\n", "VA 19\r\n000000000005abcdefgh\r\n", "CLIENT_ERROR bad command\r\n"
        }) {
            assertThatThrownBy(() -> meta.readReply(ascii(wrong), keys(5)))
                    .as(wrong)
                    .isInstanceOf(WrongReply.class);
        }
    }

    @Test
    void aStoreMustBeAcknowledged() {
        assertThat(classic.storeReply(ascii("STORED\r"))).isFalse();
        assertThat(classic.storeReply(ascii("STORED\r\n"))).isTrue();
        assertThat(meta.storeReply(ascii("HD\r\n"))).isTrue();
        assertThatThrownBy(() -> classic.storeReply(ascii("NOT_STORED\r\n")))
                .isInstanceOf(WrongReply.class)
                .hasMessage("expected STORED, got: NOT_STORED");
    }

    private static KeyRange keys(int... wanted) {
        KeyRange range = new KeyRange(wanted.length);
        long seed = 0;
        do {
            range.draw(new SplittableRandom(seed++), 10);
        } while (!isDrawn(range, wanted));
        return range;
    }

    private static boolean isDrawn(KeyRange range, int[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (range.key(i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String classicValue(int key, String value) {
        return "VALUE key-00000000000" + key + " 0 20\r\n" + value + "\r\n";
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }
}
