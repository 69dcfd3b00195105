package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.NotDecodable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node returns for a key is a key or damaged, and nothing else happens. */
class DamagedKeysTest {

    private final List<String> loaded = new ArrayList<>();
    private final ClassLoader loader = new ClassLoader(DamagedKeysTest.class.getClassLoader()) {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            loaded.add(name);
            return super.loadClass(name, resolve);
        }
    };
    private final Keys keys =
            new KeyCodec(new ClassAllowList(List.of("io.flagstone.provider.codec.*"), List.of()), loader, 250);

    private static byte[] composite(byte[] bytes) {
        return ("x" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).getBytes(US_ASCII);
    }

    @Test
    void nothingThatWasSerializedIsNoKey() {
        assertThatThrownBy(() -> keys.decode("jrO0ABXA".getBytes(US_ASCII))).isInstanceOf(NotDecodable.class);
    }

    private void decodeOrRefuse(byte[] text) {
        try {
            assertThat(keys.decode(text)).isNotNull();
        } catch (NotDecodable e) {
            // as it should be
        }
    }

    @Test
    void damagedTextIsNotDecodableAndNothingElse() {
        for (String text : List.of(
                "",
                "?",
                "s\u00e9",
                "l",
                "l1x",
                "i99999999999",
                "h40000",
                "y200",
                "U",
                "U1-2",
                "u!",
                "uA",
                "x",
                "x!",
                "xAA",
                "j",
                "jAAAA",
                "#abc",
                "l\u0661")) {
            decodeOrRefuse(text.getBytes(UTF_8));
        }
        assertThatThrownBy(() -> keys.decode("i99999999999".getBytes(US_ASCII))).isInstanceOf(NotDecodable.class);
        assertThatThrownBy(() -> keys.decode(new byte[0])).isInstanceOf(NotDecodable.class);
    }

    @Test
    void numbersOutOfTheRangeOfTheirTypeAreDamage() {
        ByteSink duration = new ByteSink(16);
        duration.u8('u');
        duration.i64(Long.MAX_VALUE);
        duration.i32(Integer.MAX_VALUE);
        ByteSink instant = new ByteSink(16);
        instant.u8('i');
        instant.i64(Long.MAX_VALUE);
        instant.i32(Integer.MAX_VALUE);
        for (ByteSink sink : List.of(duration, instant)) {
            assertThatThrownBy(() -> keys.decode(composite(sink.toBytes()))).isInstanceOf(NotDecodable.class);
        }
    }

    @Test
    void randomBytesAreAKeyOrDamage() {
        Random random = new Random(7);
        String tags = "SWLIHYCZDFaUNMdiupymthTOz0erlsk";
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) tags.charAt(random.nextInt(tags.length()));
            decodeOrRefuse(composite(bytes));
        }
    }

    @Test
    void everyKeyWithOneByteChangedOrMissingIsAKeyOrDamage() {
        Random random = new Random(11);
        for (List<Object> group : Samples.composites()) {
            Keys.Encoded encoded = keys.encode(group.get(0));
            byte[] text = encoded.whole() != null ? encoded.whole() : encoded.wire();
            byte[] bytes = Base64.getUrlDecoder().decode(new String(text, 1, text.length - 1, US_ASCII));
            for (int at = 0; at < bytes.length; at++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                decodeOrRefuse(composite(changed));
                decodeOrRefuse(composite(java.util.Arrays.copyOf(bytes, at)));
            }
        }
    }

    @Test
    void aClassThatIsNotListedIsNotEvenLoaded() {
        Keys strict = new KeyCodec(new ClassAllowList(List.of(), List.of()), loader, 250);
        for (char tag : new char[] {'e', 'r'}) {
            ByteSink sink = new ByteSink(64);
            sink.u8(tag);
            sink.text("io.flagstone.provider.codec.Samples$Size");
            sink.text("SMALL");
            assertThatThrownBy(() -> strict.decode(composite(sink.toBytes())))
                    .isInstanceOf(NotDecodable.class)
                    .hasMessageContaining("allow-list");
        }
        assertThat(loaded).isEmpty();
    }

    @Test
    void aKeyThatClaimsMoreThanItHoldsTakesNoMemory() {
        for (char tag : new char[] {'S', 'a', 'l', 's', 'k'}) {
            ByteSink sink = new ByteSink(16);
            sink.u8(tag);
            sink.count(Integer.MAX_VALUE);
            assertThatThrownBy(() -> keys.decode(composite(sink.toBytes()))).isInstanceOf(NotDecodable.class);
        }
    }

    @Test
    void nestingHasAnEnd() {
        Object deep = "x";
        for (int i = 0; i < 32; i++) {
            deep = List.of(deep);
        }
        assertThat(keys.decode(keys.encode(deep).wire())).isEqualTo(deep);
        byte[] deeper = new byte[200];
        for (int i = 0; i < deeper.length; i += 2) {
            deeper[i] = 'l';
            deeper[i + 1] = 1;
        }
        assertThatThrownBy(() -> keys.decode(composite(deeper))).isInstanceOf(NotDecodable.class);
    }
}
