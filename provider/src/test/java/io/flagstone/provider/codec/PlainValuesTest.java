package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.bytes;
import static io.flagstone.provider.codec.CodecFixture.options;
import static io.flagstone.provider.codec.CodecFixture.payload;
import static io.flagstone.provider.codec.CodecFixture.valuesOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plain keys and values are what the Python clients write and read, and never something else than was put. */
class PlainValuesTest {

    private static final List<String> LONE_SURROGATES = List.of("\uD83D", "a\uDE00", "\uDE00\uD83D");

    private final Values values = valuesOf(options(null, CacheMode.PLAIN, Compression.LZ4));
    private final Keys keys = Keys.plain(250);

    private static String text(Payload payload) {
        return new String(bytes(payload), UTF_8);
    }

    @Test
    void valuesAreBareAndFlaggedAsThePythonClientsFlagThem() {
        Map<Object, Integer> flagOf = Map.of("text", 16, 5, 2, -5L, 4);
        flagOf.forEach((value, flags) -> {
            Payload payload = values.encode(value);
            PlainCodec codec = PlainCodec.numbered(payload.codec());
            assertThat(codec).isNotNull();
            assertThat(codec == null ? -1 : codec.clientFlags()).isEqualTo(flags);
            assertThat(text(payload)).isEqualTo(value.toString());
            assertThat(values.decode(payload)).isEqualTo(value);
            assertThat(PlainCodec.flagged(flags)).isSameAs(codec);
        });
        Payload bytes = values.encode(new byte[] {0, -1});
        assertThat(PlainCodec.numbered(bytes.codec()))
                .isSameAs(PlainCodec.flagged(0))
                .isSameAs(PlainCodec.BYTES);
        assertThat(values.decode(bytes)).isEqualTo(new byte[] {0, -1});
    }

    @Test
    void picklesAndCompressedValuesOfOthersAreNobodysPlainValues() {
        for (int flags : new int[] {1, 8, 17, 24, -1, 3}) {
            assertThat(PlainCodec.flagged(flags)).isNull();
        }
    }

    @Test
    void nothingIsEverCompressed() {
        assertThat(values.encode("y".repeat(10_000)).compression()).isEqualTo(Compression.NONE);
    }

    @Test
    void aStoredArrayIsNotTheCallersArray() {
        byte[] mine = {1, 2, 3};
        Payload payload = values.encode(mine);
        mine[0] = 9;
        byte[] first = (byte[]) values.decode(payload);
        assertThat(first).containsExactly(1, 2, 3);
        first[0] = 8;
        assertThat((byte[]) values.decode(payload)).containsExactly(1, 2, 3);
    }

    @Test
    void numbersPaddedByADecrementAreRead() {
        assertThat(values.decode(payload(5, "9  ".getBytes(UTF_8)))).isEqualTo(9);
        assertThat(values.decode(payload(6, "-12 ".getBytes(UTF_8)))).isEqualTo(-12L);
    }

    @Test
    void whatIsFlaggedAsANumberAndIsNoneIsDamageThatIsNotQuoted() {
        for (int codec : new int[] {5, 6}) {
            for (String text : List.of("", " ", "secret", "1.5", "99999999999999999999", "0x1")) {
                assertThatThrownBy(() -> values.decode(payload(codec, text.getBytes(UTF_8))))
                        .isInstanceOf(NotDecodable.class)
                        .hasMessageNotContaining("secret")
                        .hasMessageNotContaining("99999");
            }
        }
    }

    @Test
    void valuesThatOthersCouldNotReadAreRefused() {
        for (Object value : List.of(1.5, (short) 1, true, List.of(), new Object[0])) {
            assertThatThrownBy(() -> values.encode(value)).isInstanceOf(NotEncodable.class);
        }
    }

    @Test
    void textThatUtf8CannotHoldIsRefusedAndNotAltered() {
        for (String text : LONE_SURROGATES) {
            assertThatThrownBy(() -> values.encode(text)).isInstanceOf(NotEncodable.class);
            assertThatThrownBy(() -> keys.encode(text)).isInstanceOf(NotEncodable.class);
        }
        assertThat(values.decode(values.encode("\uD83D\uDE00"))).isEqualTo("\uD83D\uDE00");
        assertThat(keys.decode(keys.encode("\uD83D\uDE00").wire())).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void keysAreTheTextItself() {
        for (String key : List.of("k", "user:1", "Größe", "x".repeat(250), "ü".repeat(125))) {
            assertThat(keys.encode(key).wire()).isEqualTo(key.getBytes(UTF_8));
            assertThat(keys.encode(key).whole()).isNull();
            assertThat(keys.decode(keys.encode(key).wire())).isEqualTo(key);
        }
    }

    @Test
    void keysThatMemcachedDoesNotTakeAreRefused() {
        for (Object key : List.of(
                "", "a b", "a\tb", "a\r\nflush_all", "a\0", "a\u007f", "x".repeat(251), "ü".repeat(126), 5, 5L)) {
            assertThatThrownBy(() -> keys.encode(key)).isInstanceOf(NotEncodable.class);
        }
    }
}
