package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheSetting;
import io.flagstone.provider.config.FlagstoneConfiguration;
import io.flagstone.provider.failure.NotEncodable;
import io.flagstone.provider.failure.ValueTooLarge;
import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of every type and length, values up to the node's limit, and clear words for what cannot be stored. */
class KeysAndValuesIT {

    private record Place(String city, int house) implements Serializable {}

    private enum Colour {
        RED
    }

    private static final class Secret implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private static Cache<Object, Object> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<>());
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void equalKeysMeetAndDifferentOnesDoNot(Engine.Kind kind) throws Exception {
        try (Engine engine =
                Engine.of(kind, 3).set("flagstone.serialization.allow", "io.flagstone.provider.promise.*")) {
            Cache<Object, Object> one = cache(engine);
            Cache<Object, Object> other = cache(engine);
            Map<Object, Object> keys = new HashMap<>();
            keys.put("plain", "plain");
            keys.put("", "");
            keys.put("with blanks\r\nand more", "with blanks\r\nand more");
            keys.put("Größe €", "Größe €");
            keys.put("x".repeat(300), "x".repeat(300));
            keys.put("ü".repeat(300), "ü".repeat(300));
            keys.put(1L, 1L);
            keys.put(1, 1);
            keys.put("1", "1");
            keys.put(1.5, 1.5);
            keys.put(UUID.fromString("00000000-0000-0001-0000-000000000002"), new UUID(1, 2));
            keys.put(new Place("Rom", 7), new Place("Rom", 7));
            keys.put(Colour.RED, Colour.RED);
            keys.put(LocalDate.of(2026, 11, 22), LocalDate.parse("2026-11-22"));
            keys.put(List.of(1, "two"), new ArrayList<>(Arrays.asList(1, "two")));
            keys.put(Set.of("a", "b", "c"), new LinkedHashSet<>(List.of("c", "b", "a")));
            int i = 0;
            for (Object key : keys.keySet()) {
                one.put(key, i++);
            }
            i = 0;
            for (Map.Entry<Object, Object> pair : keys.entrySet()) {
                assertThat(other.get(pair.getValue())).as("%s", pair.getKey()).isEqualTo(i++);
            }
            Set<Object> walked = new LinkedHashSet<>();
            other.forEach(entry -> walked.add(entry.getKey()));
            assertThat(walked).isEqualTo(keys.keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aValueUpToTheLimitOfTheNodeIsStoredAndALargerOneRefusedWithBothSizes(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<Object, Object> cache = cache(engine);
            byte[] large = new byte[1_048_000];
            new Random(5).nextBytes(large);
            cache.put("k", large);
            assertThat((byte[]) cache.get("k")).isEqualTo(large);
            byte[] tooLarge = new byte[1_100_000];
            assertThatThrownBy(() -> cache.put("k", tooLarge))
                    .isInstanceOf(ValueTooLarge.class)
                    .hasMessageContaining("1100")
                    .hasMessageContaining("1048576");
            assertThat((byte[]) cache.get("k")).as("what was there before").isEqualTo(large);
            assertThatThrownBy(() -> cache.putAll(Map.of("l", tooLarge))).isInstanceOf(ValueTooLarge.class);
            assertThatThrownBy(() -> cache.getAndPut("k", tooLarge)).isInstanceOf(ValueTooLarge.class);
            assertThat((byte[]) cache.get("k")).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void compressionFitsMoreThanTheLimitIntoAnItem(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            String text = "flagstone ".repeat(400_000);
            for (String compression : List.of("lz4", "zstd", "deflate")) {
                Cache<String, String> cache = engine.client()
                        .createCache(
                                compression,
                                new FlagstoneConfiguration<String, String>()
                                        .set(CacheSetting.COMPRESSION, compression));
                cache.put("k", text);
                assertThat(cache.get("k")).isEqualTo(text);
                assertThat(cache.replace("k", text, "short")).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatIsNotAllowedOrNotSerializableIsRefusedWhenItIsStored(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<Object, Object> cache = cache(engine);
            cache.put("k", "before");
            assertThatThrownBy(() -> cache.put("k", new Secret()))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining("flagstone.serialization.allow=io.flagstone.provider.promise.*");
            assertThatThrownBy(() -> cache.put("k", new Object()))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining("class java.lang.Object does not implement java.io.Serializable")
                    .hasMessageContaining("flagstone.cache.<pattern>.codec");
            assertThatThrownBy(() -> cache.put(new Object(), "v"))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining("class java.lang.Object does not implement java.io.Serializable");
            assertThat(cache.get("k")).isEqualTo("before");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aDeclaredTypeNeedsNoListing(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<Place, Place> cache = engine.client()
                    .createCache("c", new MutableConfiguration<Place, Place>().setTypes(Place.class, Place.class));
            cache.put(new Place("Rom", 1), new Place("Ulm", 2));
            assertThat(cache.get(new Place("Rom", 1))).isEqualTo(new Place("Ulm", 2));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatAClientMayNotReadIsAMissForIt(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<Object, Object> strict = cache(engine);
            engine.set("flagstone.serialization.allow", "io.flagstone.provider.promise.**");
            Cache<Object, Object> lenient = cache(engine);
            lenient.put("k", new Secret());
            assertThat(strict.get("k")).isNull();
            assertThat(strict.getAndPut("k", "readable")).isNull();
            assertThat(lenient.get("k")).isEqualTo("readable");
        }
    }
}
