package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.HERE;
import static io.flagstone.provider.codec.CodecFixture.JAVA;
import static io.flagstone.provider.codec.CodecFixture.TYPED;
import static io.flagstone.provider.codec.CodecFixture.bytes;
import static io.flagstone.provider.codec.CodecFixture.decoded;
import static io.flagstone.provider.codec.CodecFixture.memoryOf;
import static io.flagstone.provider.codec.CodecFixture.options;
import static io.flagstone.provider.codec.CodecFixture.payload;
import static io.flagstone.provider.codec.CodecFixture.standard;
import static io.flagstone.provider.codec.CodecFixture.valuesOf;
import static io.flagstone.provider.codec.CodecFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Every value comes back as it was, and every damage of its bytes ends as damage. */
class ValueCodecsTest {

    private static final long MEGABYTE = 1 << 20;

    private final Values values = standard(HERE);

    record Order(String name, List<Samples.Point> points, Map<String, Integer> counts, long[] times)
            implements java.io.Serializable {}

    @SuppressWarnings("JdkObsolete") // old collections are values too
    static List<Object> serializables() {
        Map<Samples.Size, String> sizes = new EnumMap<>(Samples.Size.class);
        sizes.put(Samples.Size.LARGE, "l");
        Hashtable<String, Integer> table = new Hashtable<>(Map.of("a", 1, "b", 2));
        BitSet bits = new BitSet();
        bits.set(70);
        return List.of(
                List.of(1, "two", 3L),
                Set.of("one"),
                Map.of("k", List.of(1)),
                new ArrayList<>(List.of("a", "b")),
                new ArrayDeque<>(List.of(1)).toArray(),
                new HashMap<>(Map.of("a", 1, "b", 2, "c", 3)),
                new HashSet<>(List.of(1, 2, 3)),
                new TreeMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of("a")),
                new Vector<>(List.of(1, 2)),
                table,
                sizes,
                EnumSet.of(Samples.Size.SMALL),
                bits,
                Locale.GERMANY,
                Samples.Size.LARGE,
                new int[] {1, 2, 3},
                new String[][] {{"a"}, {"b", "c"}},
                new Object[] {1, "x", null});
    }

    @Test
    void everyScalarComesBackWithoutSerialization() {
        for (Object value : Samples.scalars()) {
            Payload payload = values.encode(value);
            assertThat(payload.codec()).as("%s", value.getClass()).isEqualTo(TYPED);
            assertThat(values.decode(payload)).isEqualTo(value).hasSameClassAs(value);
        }
        byte[] bytes = {1, 2, 3};
        assertThat(values.decode(values.encode(bytes))).isEqualTo(bytes).isNotSameAs(bytes);
    }

    @Test
    void everySerializableValueComesBackAsACopy() {
        for (Object value : serializables()) {
            Payload payload = values.encode(value);
            assertThat(payload.codec()).isEqualTo(JAVA);
            Object copy = values.decode(payload);
            assertThat(copy).isEqualTo(value);
            if (!(value instanceof Enum || value instanceof Locale)) {
                assertThat(copy).isNotSameAs(value);
            }
        }
    }

    @Test
    void arraysOfSerializableNeedNoListing() {
        Serializable[] row = {"one", 2L, null};
        assertThat(CodecFixture.decoded(
                        CodecFixture.standard(), CodecFixture.standard().encode(row)))
                .isEqualTo(row);
    }

    @Test
    void everyScalarComesBackInsideOfCollections() {
        for (Object value : Samples.scalars()) {
            assertThat(values.decode(values.encode(new ArrayList<>(List.of(value)))))
                    .isEqualTo(List.of(value));
            assertThat(values.decode(values.encode(Map.of("k", value)))).isEqualTo(Map.of("k", value));
            assertThat(values.decode(values.encode(Set.of(value, 17)))).isEqualTo(Set.of(value, 17));
        }
        for (Object value : serializables()) {
            assertThat((List<?>) values.decode(values.encode(List.of(1, value, 3))))
                    .element(1)
                    .isEqualTo(value);
        }
    }

    @Test
    void aRecordOfOursComesBackPartByPart() {
        Order order = new Order("n", List.of(), Map.of("a", 1), new long[] {1, Long.MIN_VALUE});
        Order copy = (Order) values.decode(values.encode(order));
        assertThat(copy).usingRecursiveComparison().isEqualTo(order);
    }

    @Test
    void aChosenCodecIsUsedForEveryValue() {
        Values serializing = valuesOf(options("java", CacheMode.ENVELOPE, Compression.NONE), HERE);
        assertThat(serializing.encode("text").codec()).isEqualTo(JAVA);
        assertThat(serializing.decode(serializing.encode("text"))).isEqualTo("text");
        assertThat(serializing.decode(values.encode(5L)))
                .as("what another codec wrote")
                .isEqualTo(5L);
        Values typed = valuesOf(options("typed", CacheMode.ENVELOPE, Compression.NONE), HERE);
        assertThatThrownBy(() -> typed.encode(List.of())).isInstanceOf(NotEncodable.class);
    }

    @Test
    void everyTruncatedScalarIsDamage() {
        for (Object value : Samples.scalars()) {
            byte[] whole = bytes(values.encode(value));
            for (int length = 0; length < whole.length; length++) {
                Payload cut = payload(TYPED, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> values.decode(cut)).isInstanceOf(NotDecodable.class);
            }
            byte[] longer = Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> values.decode(payload(TYPED, longer))).isInstanceOf(NotDecodable.class);
        }
    }

    @Test
    void everyScalarWithOneByteChangedIsAValueOrDamage() {
        for (Object value : Samples.scalars()) {
            byte[] whole = bytes(values.encode(value));
            for (int at = 0; at < whole.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] changed = whole.clone();
                    changed[at] ^= (byte) (1 << bit);
                    decoded(values, payload(TYPED, changed));
                }
            }
        }
    }

    @Test
    void everyTruncatedSerializedValueIsDamage() {
        for (Object value : serializables()) {
            byte[] whole = bytes(values.encode(value));
            for (int length = 0; length < whole.length; length++) {
                Payload cut = payload(JAVA, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> values.decode(cut)).isInstanceOf(NotDecodable.class);
            }
        }
    }

    @Test
    void everySerializedValueWithOneBitChangedIsAValueOrDamageAndTakesLittleMemory() {
        for (Object value : serializables()) {
            byte[] whole = bytes(values.encode(value));
            for (int at = 0; at < whole.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] changed = whole.clone();
                    changed[at] ^= (byte) (1 << bit);
                    assertThat(memoryOf(values, payload(JAVA, changed)))
                            .as("byte %d, bit %d of %s", at, bit, value)
                            .isLessThan(MEGABYTE);
                }
            }
        }
    }

    @Test
    void randomBytesAreAValueOrDamageForEveryCodecAndCompression() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            int codec = random.nextInt(140) - 6;
            Compression compression = Compression.values()[random.nextInt(4)];
            decoded(values, new Payload(codec, compression, random.nextInt(200) - 5, ByteBuffer.wrap(bytes)));
        }
    }

    @Test
    void aValueInTheMiddleOfABufferIsRead() {
        for (Object value : List.of("text", List.of(1, 2), "y".repeat(500))) {
            for (Compression compression : Compression.values()) {
                Payload payload = valuesOf(options(null, CacheMode.ENVELOPE, compression), HERE)
                        .encode(value);
                byte[] bytes = bytes(payload);
                byte[] around = new byte[bytes.length + 20];
                System.arraycopy(bytes, 0, around, 7, bytes.length);
                ByteBuffer part = ByteBuffer.wrap(around, 4, bytes.length + 3).slice();
                part.position(3);
                Payload moved = new Payload(payload.codec(), compression, payload.inflatedSize(), part);
                if (payload.compression() == compression) {
                    assertThat(values.decode(moved)).isEqualTo(value);
                    assertThat(part.position())
                            .as("the buffer is left as it was")
                            .isEqualTo(3);
                }
            }
        }
    }

    @Test
    void codecsThatAreNotHereAreDamage() {
        for (int id : new int[] {-128, -1, 0, 3, 4, 5, 6, 7, 63, 64, 127, 128}) {
            Payload payload = with(payload(id, new byte[] {1}), new byte[] {1});
            assertThatThrownBy(() -> values.decode(payload))
                    .isInstanceOf(NotDecodable.class)
                    .hasMessageContaining("id " + id);
        }
    }
}
