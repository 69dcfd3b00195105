package io.flagstone.provider.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Payloads of anybody's making, by every codec and compression: a value, or {@link NotDecodable}; no class that is not listed is
 * loaded, and memory stays within a multiple of what came.
 *
 * <p>An input is: the codec, the compression, two bytes of the size before it, the bytes.
 */
public final class PayloadFuzz {

    private static final int LIMIT = 1 << 16;
    /** For each byte of an input, and for each of the limit; a guess with much room. */
    private static final long MEMORY_PER_BYTE = 4096;

    private static final long MEMORY = 16L * LIMIT + (1 << 20);
    private static final Compression[] COMPRESSIONS = Compression.values();
    private static final Values VALUES =
            CodecFixture.valuesOf(CodecFixture.options(null, CacheMode.ENVELOPE, Compression.NONE, LIMIT));
    private static final Values PLAIN =
            CodecFixture.valuesOf(CodecFixture.options(null, CacheMode.PLAIN, Compression.NONE, LIMIT));

    private PayloadFuzz() {}

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<Object> objects = List.of(
                "text",
                "z".repeat(300),
                42,
                7L,
                1.5,
                'c',
                true,
                new byte[] {1, 2},
                new BigInteger("12345678901"),
                new BigDecimal("1.25"),
                LocalDate.EPOCH,
                UUID.fromString("0-0-0-0-1"),
                new ArrayList<>(List.of("a", 1)),
                new HashMap<>(Map.of("k", 2)),
                new int[] {1, 2, 3});
        for (Object object : objects) {
            for (Compression compression : COMPRESSIONS) {
                Payload payload = CodecFixture.valuesOf(
                                CodecFixture.options(null, CacheMode.ENVELOPE, compression, LIMIT))
                        .encode(object);
                seeds.add(input(payload));
            }
        }
        seeds.add(input(CodecFixture.payload(CodecFixture.JAVA, CodecFixture.serialized(new File("x")))));
        return seeds;
    }

    private static byte[] input(Payload payload) {
        byte[] bytes = CodecFixture.bytes(payload);
        return ByteBuffer.allocate(4 + bytes.length)
                .put((byte) payload.codec())
                .put((byte) payload.compression().ordinal())
                .putShort((short) payload.inflatedSize())
                .put(bytes)
                .array();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 4) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 4, input.length);
        int inflated = ((input[2] & 0xFF) << 8) | (input[3] & 0xFF);
        Payload payload = new Payload(
                input[0], COMPRESSIONS[(input[1] & 0xFF) % COMPRESSIONS.length], inflated, ByteBuffer.wrap(bytes));
        decode(VALUES, payload);
        decode(PLAIN, payload);
    }

    private static void decode(Values values, Payload payload) {
        Object value = CodecFixture.decoded(values, payload);
        if (value == null) {
            return;
        }
        assertThat(encodedAgain(values, value).getClass()).isSameAs(value.getClass());
        long room = MEMORY + MEMORY_PER_BYTE * payload.bytes().remaining();
        assertThat(CodecFixture.memoryOf(values, payload)).isLessThan(room);
    }

    private static Object encodedAgain(Values values, Object value) {
        try {
            return values.decode(values.encode(value));
        } catch (NotEncodable e) {
            return value; // a plain cache reads what others have left there, and writes less
        }
    }
}
