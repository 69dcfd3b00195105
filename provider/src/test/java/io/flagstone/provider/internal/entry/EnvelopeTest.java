package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.Compression;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An envelope says what was put into it; what is not whole, or from another version, is none. */
class EnvelopeTest {

    private static final byte[] KEY = "skey".getBytes(US_ASCII);
    private static final long END = 1_900_000_000_123L;

    private static Payload payload(Compression compression, int inflated, String bytes) {
        return new Payload(1, compression, inflated, ByteBuffer.wrap(bytes.getBytes(US_ASCII)));
    }

    private static Envelope.@Nullable Content parse(byte[] bytes) {
        return Envelope.parse(ByteBuffer.wrap(bytes));
    }

    /** Every combination of parts, with lengths around those where the form of a length changes. */
    private static List<byte[]> lives() {
        List<byte[]> all = new ArrayList<>();
        for (byte[] key : new byte[][] {null, KEY, new byte[127], new byte[128]}) {
            for (Compression compression : Compression.values()) {
                for (long end : new long[] {Expiry.NEVER, END}) {
                    Payload payload = payload(compression, compression == Compression.NONE ? 5 : 16_384, "hello");
                    all.add(Envelope.live(key, payload, end, end != Expiry.NEVER && key == null));
                }
            }
        }
        return all;
    }

    @Test
    void aLiveEntryComesBackPartByPart() {
        for (byte[] key : new byte[][] {null, KEY, new byte[0], new byte[127], new byte[128], new byte[20_000]}) {
            for (Compression compression : Compression.values()) {
                for (int inflated : new int[] {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE}) {
                    for (long end : new long[] {Expiry.NEVER, END, 0, -1, Expiry.AT_ONCE}) {
                        Payload payload = payload(compression, compression == Compression.NONE ? 5 : inflated, "hello");
                        boolean slides = end != Expiry.NEVER;
                        Envelope.Content content = parse(Envelope.live(key, payload, end, slides));
                        assertThat(content)
                                .usingRecursiveComparison()
                                .isEqualTo(new Envelope.Content(
                                        false, 0, null, slides, end, Envelope.NO_RENEWAL, key, payload));
                    }
                }
            }
        }
    }

    @Test
    void anEntryWithoutBytesIsAnEntry() {
        Envelope.Content content = parse(Envelope.live(null, payload(Compression.NONE, 0, ""), END, false));
        assertThat(content).isNotNull();
        assertThat(
                        content == null || content.payload() == null
                                ? -1
                                : content.payload().bytes().remaining())
                .isZero();
    }

    @Test
    void aHeldEntryTellsItsHolderAndWhatWasThereBefore() {
        byte[] before = Envelope.live(KEY, payload(Compression.NONE, 5, "hello"), END, false);
        for (long holder : new long[] {0, 1, -1, Long.MIN_VALUE}) {
            Envelope.Content content = parse(Envelope.held(holder, before));
            assertThat(content).isNotNull();
            if (content != null) {
                assertThat(content.held()).isTrue();
                assertThat(content.holder()).isEqualTo(holder);
                assertThat(content.before()).isEqualTo(ByteBuffer.wrap(before));
            }
            Envelope.Content empty = parse(Envelope.held(holder, null));
            assertThat(empty == null ? null : empty.before()).isEqualTo(ByteBuffer.allocate(0));
        }
    }

    @Test
    void theLayoutIsThatOfEveryOtherVersion() {
        byte[] live = Envelope.live(KEY, payload(Compression.ZSTD, 300, "xy"), 0x0102030405060708L, true);
        assertThat(live).isEqualTo(new byte[] {
            (byte) 0xF1, 0x2E, 1, 1, 2, 3, 4, 5, 6, 7, 8, 4, 's', 'k', 'e', 'y', (byte) 0xAC, 2, 'x', 'y'
        });
        assertThat(Envelope.live(null, payload(Compression.NONE, 2, "xy"), Expiry.NEVER, false))
                .isEqualTo(new byte[] {(byte) 0xF1, 0, 1, 'x', 'y'});
        assertThat(Envelope.renewing(null, payload(Compression.NONE, 2, "xy"), 5, 6))
                .isEqualTo(new byte[] {(byte) 0xF1, 0x42, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6, 'x', 'y'});
        assertThat(Envelope.held(7, null)).isEqualTo(new byte[] {(byte) 0xF1, 1, 0, 0, 0, 0, 0, 0, 0, 7});
    }

    @Test
    void aRenewalIsReadAsItWasWritten() {
        Payload payload = payload(Compression.NONE, 5, "hello");
        Envelope.Content content = Objects.requireNonNull(parse(Envelope.renewing(KEY, payload, END, END + 7)));
        assertThat(content.renewal()).isEqualTo(END + 7);
        assertThat(content.end()).isEqualTo(END);
        assertThat(content.slides()).isFalse();
        assertThat(content.keyText()).isEqualTo(KEY);
        assertThat(payload.sameBytes(Objects.requireNonNull(content.payload()))).isTrue();
        byte[] whole = Envelope.renewing(null, payload, END, END + 7);
        for (int length = 0; length < 3 + 2 * Long.BYTES; length++) {
            assertThat(parse(Arrays.copyOf(whole, length))).isNull();
        }
        assertThat(Objects.requireNonNull(parse(Envelope.live(KEY, payload, END, false)))
                        .renewal())
                .isZero();
    }

    /** Where the payload begins, an envelope cut short cannot be told from one of a shorter value; codecs tell. */
    @Test
    void everyHeadCutShortIsNoEnvelope() {
        for (byte[] whole : lives()) {
            int head = whole.length - 5;
            for (int length = 0; length < head; length++) {
                assertThat(parse(Arrays.copyOf(whole, length)))
                        .as("%d of %d", length, head)
                        .isNull();
            }
            assertThat(parse(Arrays.copyOf(whole, head))).isNotNull();
        }
        byte[] held = Envelope.held(5, null);
        for (int length = 0; length < held.length; length++) {
            assertThat(parse(Arrays.copyOf(held, length))).isNull();
        }
    }

    @Test
    void anotherFormatIsNoEnvelope() {
        byte[] whole = Envelope.live(null, payload(Compression.NONE, 5, "hello"), END, false);
        for (int first = 0; first < 256; first++) {
            whole[0] = (byte) first;
            assertThat(parse(whole) != null).isEqualTo(first == 0xF1);
        }
    }

    /** A later version may give the free bit a meaning that this one would miss. */
    @Test
    void shapesThatNobodyWritesAreNoEnvelopes() {
        byte[] live = Envelope.live(KEY, payload(Compression.NONE, 5, "hello"), END, true);
        for (int shape = 0; shape < 256; shape++) {
            live[1] = (byte) shape;
            boolean free = (shape & 0x80) != 0;
            boolean renewsWithoutEnd = (shape & 0x42) == 0x40;
            boolean renewsAndSlides = (shape & 0x44) == 0x44;
            boolean heldAndMore = (shape & 1) != 0 && shape != 1;
            boolean slidesToNoEnd = (shape & 6) == 4;
            if (free || heldAndMore || slidesToNoEnd || renewsWithoutEnd || renewsAndSlides) {
                assertThat(parse(live)).as("shape %02x", shape).isNull();
            }
        }
        live[1] = 14;
        assertThat(parse(live)).isNotNull();
    }

    @Test
    void lengthsThatGoBeyondTheItemTakeNoMemory() {
        for (int lie : new int[] {5, 200, 1 << 20, Integer.MAX_VALUE}) {
            ByteBuffer item =
                    ByteBuffer.allocate(20).put((byte) 0xF1).put((byte) 8).put((byte) 1);
            for (int rest = lie; ; rest >>>= 7) {
                item.put((byte) (rest > 0x7F ? rest | 0x80 : rest));
                if (rest <= 0x7F) {
                    break;
                }
            }
            assertThat(parse(Arrays.copyOf(item.array(), item.position() + 4))).isNull();
        }
        byte[] negative = {(byte) 0xF1, 8, 1, -1, -1, -1, -1, 0x0F, 's'};
        byte[] endless = {(byte) 0xF1, 8, 1, -1, -1, -1, -1, -1, -1, 's'};
        byte[] overflowing = {(byte) 0xF1, 8, 1, (byte) 0x81, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10, 's'};
        assertThat(List.of(negative, endless, overflowing)).allMatch(bytes -> parse(bytes) == null);
    }

    @Test
    void everyItemIsAnEnvelopeOrNone() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) 0xF1;
                bytes[1] &= (byte) random.nextInt(0x40);
            }
            Envelope.Content content = parse(bytes);
            assertThat(content == null || content.held() || content.payload() != null)
                    .isTrue();
        }
    }
}
