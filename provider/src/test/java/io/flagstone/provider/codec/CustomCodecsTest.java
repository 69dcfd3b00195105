package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.options;
import static io.flagstone.provider.codec.CodecFixture.payload;
import static io.flagstone.provider.codec.CodecFixture.valuesOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codecs of the application are found where its classes are, checked, and kept from doing harm. */
class CustomCodecsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** Text in reverse; a few texts make it misbehave. */
    public static class Reverse implements ValueCodec {

        @Nullable
        ClassLoader seen;

        @Override
        public String name() {
            return "reverse";
        }

        @Override
        public int id() {
            return 64;
        }

        @Override
        @SuppressWarnings("NullAway") // misbehaves
        public byte[] encode(Object value) {
            String text = (String) value;
            return switch (text) {
                case "null" -> null;
                case "throw" -> throw new IllegalStateException("secret");
                case "overflow" -> endless(1);
                default -> new StringBuilder(text).reverse().toString().getBytes(UTF_8);
            };
        }

        @Override
        @SuppressWarnings("NullAway") // misbehaves
        public Object decode(ByteBuffer payload, ClassLoader loader) {
            seen = loader;
            String text = new StringBuilder(UTF_8.decode(payload)).reverse().toString();
            return switch (text) {
                case "Null" -> null;
                case "Throw" -> throw new IllegalStateException("secret");
                case "Overflow" -> endless(1);
                case "Missing" -> throw new NoClassDefFoundError("secret");
                default -> text;
            };
        }

        @SuppressWarnings("InfiniteRecursion") // until there is no stack
        private static byte[] endless(int depth) {
            return endless(depth + 1);
        }
    }

    public static final class Impostor extends Reverse {
        @Override
        public int id() {
            return 65;
        }
    }

    public static final class Newcomer extends Reverse {
        @Override
        public String name() {
            return "newcomer";
        }
    }

    public static final class BuiltIn extends Reverse {
        @Override
        public String name() {
            return "java";
        }
    }

    public static final class Low extends Reverse {
        @Override
        public int id() {
            return 63;
        }
    }

    public static final class High extends Reverse {
        @Override
        public int id() {
            return 128;
        }
    }

    private ClassLoader offering(Class<?>... codecs) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        List<String> names = new ArrayList<>();
        for (Class<?> codec : codecs) {
            names.add(codec.getName());
        }
        Files.write(services.resolve(ValueCodec.class.getName()), names);
        URL[] urls = {folder.toUri().toURL()};
        return new URLClassLoader(urls, CustomCodecsTest.class.getClassLoader());
    }

    private Values reversing() throws IOException {
        return valuesOf(options("reverse", CacheMode.ENVELOPE, Compression.NONE), offering(Reverse.class));
    }

    @Test
    void aCodecIsFoundWhereTheManagersClassesAre() throws IOException {
        ClassLoader loader = offering(Reverse.class);
        Values values = valuesOf(options("reverse", CacheMode.ENVELOPE, Compression.LZ4), loader);
        Payload payload = values.encode("abc");
        assertThat(UTF_8.decode(payload.bytes().duplicate()).toString()).isEqualTo("cba");
        assertThat(payload.codec()).isEqualTo(64);
        assertThat(values.decode(payload)).isEqualTo("abc");
        String text = "abc".repeat(1000);
        assertThat(values.decode(values.encode(text))).isEqualTo(text);
        Values others = valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), loader);
        assertThat(others.decode(payload))
                .as("read by a cache that has chosen no codec")
                .isEqualTo("abc");
        assertThat(others.encode("abc").codec()).isEqualTo(1);
    }

    @Test
    void aCodecThatMisbehavesLeavesTheDocumentedFailure() throws IOException {
        Values values = reversing();
        for (Object value : List.of("null", "throw", "overflow", 5)) {
            assertThatThrownBy(() -> values.encode(value))
                    .isInstanceOf(NotEncodable.class)
                    .hasMessageContaining("reverse")
                    .hasMessageNotContaining("secret");
        }
        for (String text : List.of("Null", "Throw", "Overflow", "Missing")) {
            Payload payload = values.encode(text);
            assertThatThrownBy(() -> values.decode(payload))
                    .isInstanceOf(NotDecodable.class)
                    .hasMessageContaining("reverse")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void codecsThatCannotBeToldApartAreRefused() throws IOException {
        for (Class<?> wrong : List.of(Low.class, High.class, Impostor.class, Newcomer.class, BuiltIn.class)) {
            ClassLoader loader = offering(Reverse.class, wrong);
            assertThatThrownBy(() -> valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), loader))
                    .as("%s", wrong)
                    .isInstanceOf(ConfigurationProblem.class);
        }
    }

    @Test
    void aCodecThatIsNotThereIsAMistakeThatNamesThoseThatAre() {
        for (String name : List.of("protobuf", "Java", "TEXT", "LONG", "")) {
            assertThatThrownBy(() -> valuesOf(options(name, CacheMode.ENVELOPE, Compression.NONE)))
                    .as(name)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("codec=" + name)
                    .hasMessageContaining("typed")
                    .hasMessageContaining("java")
                    .hasMessageNotContaining("BYTES");
        }
    }

    /** Sees no library for compression. */
    private static final class Bare extends ClassLoader {

        Bare() {
            super(Bare.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("net.jpountz.") || name.startsWith("com.github.luben.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.flagstone.provider.codec.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : own(name);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Runs in the bare loader. */
    public static final class ReadsCompressed implements Runnable {

        @Override
        public void run() {
            Values bare = valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE));
            for (Compression compression : List.of(Compression.LZ4, Compression.ZSTD)) {
                Payload stored = new Payload(1, compression, 100, ByteBuffer.wrap(new byte[10]));
                assertThatThrownBy(() -> bare.decode(stored))
                        .isInstanceOf(NotDecodable.class)
                        .hasMessageContaining("class path");
                assertThatThrownBy(() -> valuesOf(options(null, CacheMode.ENVELOPE, compression)))
                        .isInstanceOf(ConfigurationProblem.class)
                        .hasMessageContaining("class path");
            }
        }
    }

    @Test
    void whatNoLibraryHereCanInflateIsAMissAndNotAMistakeOfTheCaller() throws ReflectiveOperationException {
        Class<?> task = new Bare().loadClass(ReadsCompressed.class.getName());
        ((Runnable) task.getConstructor().newInstance()).run();
        assertThat(task.getClassLoader())
                .isInstanceOf(ClassLoader.class)
                .isNotEqualTo(getClass().getClassLoader());
    }

    @Test
    void theCodecIsToldWhereClassesAre() throws IOException {
        Reverse codec = new Reverse();
        ClassLoader loader = offering(Reverse.class);
        codec.decode(ByteBuffer.wrap(new byte[] {'a'}), loader);
        assertThat(codec.seen).isSameAs(loader);
        assertThat(valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), loader)
                        .decode(payload(64, "a".getBytes(UTF_8))))
                .isEqualTo("a");
    }
}
