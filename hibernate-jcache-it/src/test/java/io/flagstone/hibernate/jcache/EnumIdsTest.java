package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hibernate's keys hold the hash of the id, and that of an enum is another one in each JVM: JVMs do not find, and do not
 * invalidate, what the others store under such ids. Would fail with {@code flagstone-hibernate-l2}.
 */
class EnumIdsTest {

    private static final String ALLOW = "flagstone.serialization.allow";

    private final App.Site site = new App.Site(Nodes.shared(), UUID.randomUUID().toString())
            .provider(ALLOW, String.join(",", AllowListTest.listed()) + ',' + Suit.class.getName());
    private final Jvm one = new Jvm(site);
    private final Jvm other = new Jvm(site);

    enum Suit {
        HEARTS
    }

    @NullUnmarked
    @Entity(name = "Sign")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Sign {

        @Id
        @Enumerated(EnumType.STRING)
        Suit suit;

        String text;
    }

    /** What an application does: stores the sign, says what it says, or has it say something else. */
    public static final class Deeds implements BiFunction<Session, String, String> {

        public Deeds() {}

        @Override
        public String apply(Session session, String deed) {
            if (deed.equals("store")) {
                Sign sign = new Sign();
                sign.suit = Suit.HEARTS;
                sign.text = "one";
                session.persist(sign);
            } else if (!deed.equals("read")) {
                session.find(Sign.class, Suit.HEARTS).text = deed;
            }
            return session.find(Sign.class, Suit.HEARTS).text;
        }
    }

    /** Loads these classes once more, as another JVM does. */
    private static final class OwnClasses extends ClassLoader {

        OwnClasses() {
            super(EnumIdsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(EnumIdsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An application whose enums are its own. */
    private static final class Jvm implements AutoCloseable {

        private final App app;
        private final BiFunction<Session, String, String> deeds;

        @SuppressWarnings("unchecked") // loaded once more
        Jvm(App.Site site) {
            try {
                OwnClasses loader = new OwnClasses();
                app = site.open(loader, loader.loadClass(Sign.class.getName()));
                deeds = (BiFunction<Session, String, String>) loader.loadClass(Deeds.class.getName())
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        String run(String deed) {
            return app.ask(session -> deeds.apply(session, deed));
        }

        long statements(String deed) {
            return app.statements(() -> run(deed));
        }

        @Override
        public void close() {
            app.close();
        }
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    @Test
    void whatAnotherJvmHasStoredIsNotFoundAndWhatItChangesStaysAsItWas() {
        one.run("store");
        assertThat(one.statements("read")).isZero();
        assertThat(other.statements("read")).as("stores it once more").isEqualTo(1);
        assertThat(other.statements("read")).isZero();
        one.run("two");
        assertThat(one.run("read")).isEqualTo("two");
        assertThat(other.run("read")).as("nobody has told it").isEqualTo("one");
    }
}
