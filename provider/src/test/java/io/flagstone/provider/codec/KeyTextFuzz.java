package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Keys as nodes list them: a key, or {@link NotDecodable}; and a key that is written again has the text of its equals. */
public final class KeyTextFuzz {

    private static final ClassAllowList ALLOWED =
            new ClassAllowList(List.of("io.flagstone.provider.codec.*"), List.of());
    private static final KeyCodec CODEC = new KeyCodec(ALLOWED, KeyTextFuzz.class.getClassLoader(), Integer.MAX_VALUE);

    /** A key with parts. */
    record Place(String name, int number, Side side) {}

    /** A part of it. */
    enum Side {
        LEFT,
        RIGHT
    }

    private KeyTextFuzz() {}

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<Object> keys = List.of(
                "text",
                "ä b",
                1,
                2L,
                (short) 3,
                (byte) 4,
                UUID.fromString("0-0-0-0-1"),
                'c',
                1.5,
                true,
                Side.LEFT,
                new Place("x", 1, Side.RIGHT),
                List.of(1, "a", List.of()),
                Set.of(1, 2L),
                Map.of("k", List.of(1)),
                Instant.EPOCH,
                new BigDecimal("1.50"));
        keys.forEach(key -> seeds.add(CODEC.encode(key).wire()));
        seeds.add("j".concat("rO0ABXA").getBytes(US_ASCII));
        seeds.add("#digest".getBytes(US_ASCII));
        return seeds;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Object key;
        try {
            key = CODEC.decode(input);
        } catch (NotDecodable e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        byte[] text;
        try {
            text = CODEC.encode(key).wire();
        } catch (NotEncodable e) {
            return;
        }
        for (byte one : text) {
            assertThat(one > ' ' && one < 0x7F)
                    .as("a key on the wire is printable")
                    .isTrue();
        }
        Object again = CODEC.decode(text);
        assertThat(again.getClass()).isSameAs(key.getClass());
        assertThat(CODEC.encode(again).wire()).isEqualTo(text);
    }
}
