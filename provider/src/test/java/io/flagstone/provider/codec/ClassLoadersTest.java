package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.HERE;
import static io.flagstone.provider.codec.CodecFixture.JAVA;
import static io.flagstone.provider.codec.CodecFixture.options;
import static io.flagstone.provider.codec.CodecFixture.payload;
import static io.flagstone.provider.codec.CodecFixture.serialized;
import static io.flagstone.provider.codec.CodecFixture.standard;
import static io.flagstone.provider.codec.CodecFixture.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes of values are those that the manager's class loader finds, and no others of the same name. */
class ClassLoadersTest {

    static final class Item implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** An application of its own: it has its own {@link Item}. */
    private static final class Apart extends ClassLoader {

        Apart() {
            super(ClassLoadersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Item.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : own(name);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static Values in(ClassLoader loader) {
        return valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), loader, HERE);
    }

    @Test
    void aValueIsOfTheClassThatTheManagersLoaderFinds() throws ClassNotFoundException {
        Apart apart = new Apart();
        Payload stored = standard(HERE).encode(new Item());
        Object value = in(apart).decode(stored);
        assertThat(value.getClass())
                .isEqualTo(apart.loadClass(Item.class.getName()))
                .isNotEqualTo(Item.class);
        Object[] array = (Object[]) in(apart).decode(standard(HERE).encode(new Item[] {new Item()}));
        assertThat(array[0].getClass()).isEqualTo(value.getClass());
        assertThat(array.getClass().getComponentType()).isEqualTo(value.getClass());
    }

    @Test
    void aClassThatTheManagersLoaderDoesNotFindIsNotTakenFromElsewhere() {
        Values nothing = in(ClassLoader.getPlatformClassLoader());
        for (Object value : List.of(new Item(), new Item[0], List.of(new Item()))) {
            Payload stored = standard(HERE).encode(value);
            assertThatThrownBy(() -> nothing.decode(stored)).isInstanceOf(NotDecodable.class);
        }
        assertThat(nothing.decode(standard(HERE).encode(List.of(1, "x")))).isEqualTo(List.of(1, "x"));
    }

    @Test
    void classesOfPrimitivesAreFoundEverywhere() {
        Values anywhere = valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), new Apart(), "java.lang.Class");
        for (Object value : List.of(int.class, int[].class, void.class, String.class, String[][].class)) {
            assertThat(anywhere.decode(payload(JAVA, serialized(value)))).isEqualTo(value);
        }
    }
}
