package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.NotEncodable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Equal keys have equal text, different keys have different text, and every text tells its key. */
class KeyCodecTest {

    private static final int LONGEST = 230;

    private final Keys keys = new KeyCodec(
            new ClassAllowList(List.of(Samples.class.getName() + "$Size", "io.flagstone.provider.codec.*"), List.of()),
            KeyCodecTest.class.getClassLoader(),
            LONGEST);

    private String wire(Object key) {
        return new String(keys.encode(key).wire(), US_ASCII);
    }

    private Object roundTrip(Object key) {
        Keys.Encoded encoded = keys.encode(key);
        byte[] whole = encoded.whole();
        assertThat(keys.isDigest(encoded.wire())).isEqualTo(whole != null);
        return keys.decode(whole != null ? whole : encoded.wire());
    }

    private static void checkWire(String text) {
        assertThat(text.length()).isBetween(1, LONGEST);
        assertThat(text.chars()).allMatch(c -> c > ' ' && c < 0x7F);
    }

    @Test
    void everyScalarComesBack() {
        for (Object key : Samples.scalars()) {
            assertThat(roundTrip(key)).isEqualTo(key).hasSameClassAs(key);
            checkWire(wire(key));
        }
    }

    @Test
    void byteArraysAreKeysByTheirContents() {
        assertThat(roundTrip(new byte[] {1, 2, -3})).isEqualTo(new byte[] {1, 2, -3});
        assertThat(wire(new byte[] {1})).isEqualTo(wire(new byte[] {1})).isNotEqualTo(wire(new byte[] {2}));
    }

    @Test
    void noTwoScalarsHaveTheSameText() {
        assertThat(Samples.scalars().stream().map(this::wire)).doesNotHaveDuplicates();
    }

    @Test
    void equalCompositesHaveOneTextAndDifferentOnesHaveTwo() {
        List<String> texts = new ArrayList<>();
        for (List<Object> group : Samples.composites()) {
            assertThat(group.stream().map(this::wire).distinct())
                    .as("%s", group)
                    .hasSize(1);
            assertThat(group).allSatisfy(key -> assertThat(roundTrip(key)).isEqualTo(key));
            texts.add(wire(group.get(0)));
        }
        Samples.scalars().forEach(key -> texts.add(wire(key)));
        assertThat(texts).doesNotHaveDuplicates().allSatisfy(KeyCodecTest::checkWire);
    }

    @Test
    void textIsEqualExactlyWhereKeysAre() {
        Random random = new Random(20_240_229);
        Map<Object, String> textOf = new HashMap<>();
        Map<String, Object> keyOf = new HashMap<>();
        int met = 0;
        for (int i = 0; i < 20_000; i++) {
            Object key = Samples.random(random, 3);
            String text = wire(key);
            String before = textOf.put(key, text);
            met += before != null ? 1 : 0;
            assertThat(before == null || before.equals(text))
                    .as("equal text of equal keys: %s", key)
                    .isTrue();
            Object other = keyOf.put(text, key);
            assertThat(other == null || other.equals(key))
                    .as("different text of %s and %s", key, other)
                    .isTrue();
            assertThat(roundTrip(key)).isEqualTo(key);
            checkWire(text);
        }
        assertThat(met).as("keys met more than once").isGreaterThan(1_000);
    }

    @Test
    void wholeTextIsKeptWhereOnlyItsDigestFits() {
        Keys.Encoded longest = keys.encode("x".repeat(LONGEST - 1));
        Keys.Encoded tooLong = keys.encode("x".repeat(LONGEST));
        Keys.Encoded another = keys.encode("x".repeat(LONGEST - 1) + "y");
        assertThat(longest.whole()).isNull();
        assertThat(tooLong.whole()).isEqualTo(("s" + "x".repeat(LONGEST)).getBytes(US_ASCII));
        assertThat(tooLong.wire()).startsWith((byte) '#').hasSize(33).isNotEqualTo(another.wire());
        assertThat(wire("#" + "x".repeat(32)))
                .as("a key that looks like a digest")
                .startsWith("s#");
    }

    @Test
    void readableKeysStayReadable() {
        assertThat(wire("order:4711")).isEqualTo("sorder:4711");
        assertThat(wire(-5)).isEqualTo("i-5");
        assertThat(wire(5L)).isEqualTo("l5");
        assertThat(wire((short) 5)).isEqualTo("h5");
        assertThat(wire((byte) 5)).isEqualTo("y5");
        assertThat(wire(new UUID(0, 1))).isEqualTo("U00000000-0000-0000-0000-000000000001");
    }

    record Sorted(TreeSet<String> names) implements java.io.Serializable {}

    /** A key of an application that has no records. */
    static final class Address implements java.io.Serializable {

        private static final long serialVersionUID = 1L;

        private final String town;
        private final String street;
        private final Long number;
        private final Long zip;

        Address(String town, String street, Long number, Long zip) {
            this.town = town;
            this.street = street;
            this.number = number;
            this.zip = zip;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address
                    && address.town.equals(town)
                    && address.street.equals(street)
                    && address.number.equals(number)
                    && address.zip.equals(zip);
        }

        @Override
        public int hashCode() {
            return java.util.Objects.hash(town, street, number, zip);
        }
    }

    @Test
    void serializedKeysOfEqualPartsAreTheSameWhetherTheyShareThemOrNot() {
        String once = "here";
        Long large = Long.valueOf("4711000000");
        Address shared = new Address(once, once, large, large);
        Address apart = new Address(
                once, String.valueOf(once.toCharArray()), Long.valueOf("4711000000"), Long.valueOf("4711000000"));
        assertThat(apart).isEqualTo(shared);
        assertThat(wire(apart)).isEqualTo(wire(shared));
        assertThat(roundTrip(apart)).isEqualTo(shared);
        assertThat(wire(new Address(once, once, large, 1L))).isNotEqualTo(wire(shared));
    }

    record Unsorted(java.util.Collection<String> names) {}

    @Test
    void recordsOfCollectionsThatOnlyTheirOwnClassFitsComeBackAsWell() {
        Sorted key = new Sorted(new TreeSet<>(List.of("b", "a")));
        assertThat(roundTrip(key)).isEqualTo(key);
        assertThat(wire(key)).isEqualTo(wire(new Sorted(new TreeSet<>(List.of("a", "b")))));
        Unsorted any = new Unsorted(List.of("a"));
        assertThat(roundTrip(any)).isEqualTo(any);
    }

    @Test
    void classesThatAreNotListedAreRefusedWithTheSettingThatListsThem() {
        Keys strict =
                new KeyCodec(new ClassAllowList(List.of(), List.of()), KeyCodecTest.class.getClassLoader(), LONGEST);
        for (Object key : List.of(Samples.Size.SMALL, List.of(Samples.Size.LARGE))) {
            assertThatThrownBy(() -> strict.encode(key))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining(Samples.Size.class.getName())
                    .hasMessageContaining("flagstone.serialization.allow=io.flagstone.provider.codec.*");
        }
        assertThatThrownBy(() -> strict.encode(new Object())).isInstanceOf(NotEncodable.class);
    }
}
