package io.flagstone.hibernate;

import jakarta.persistence.Entity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Loads a class and those inside it once more, as another JVM does: their objects, enums above all, have other identities
 * than those of the next one. What the application does is asked of {@code Deeds}, one of those inside.
 */
final class OwnClasses extends ClassLoader {

    private final Class<?> model;
    private final @Nullable Enhancer enhancer;

    private OwnClasses(Class<?> model, boolean enhanced) {
        super(model.getClassLoader());
        this.model = model;
        this.enhancer = enhanced
                ? BytecodeProviderInitiator.buildDefaultBytecodeProvider().getEnhancer(new DefaultEnhancementContext())
                : null;
    }

    /** An application of its own. */
    static final class Application implements AutoCloseable {

        private final Jvm jvm;
        private final BiFunction<Session, String, String> deeds;

        private Application(Jvm jvm, BiFunction<Session, String, String> deeds) {
            this.jvm = jvm;
            this.deeds = deeds;
        }

        Jvm jvm() {
            return jvm;
        }

        /** Does it in a transaction, and returns what is found. */
        String run(String deed) {
            return jvm.ask(session -> deeds.apply(session, deed));
        }

        /** The number of statements that this takes. */
        long statements(String deed) {
            return jvm.statements(() -> run(deed));
        }

        void evictAll() {
            jvm.sessions().getCache().evictAllRegions();
        }

        @Override
        public void close() {
            jvm.close();
        }
    }

    /**
     * Opens one.
     *
     * @param model holds the entities, and a {@code Deeds} that is a {@code BiFunction<Session, String, String>}
     * @param enhanced whether Hibernate adds to the classes what lazy attributes need
     */
    static Application open(Jvm.Site site, Class<?> model, boolean enhanced) {
        OwnClasses loader = new OwnClasses(model, enhanced);
        Configuration configuration = new Configuration(
                new BootstrapServiceRegistryBuilder().applyClassLoader(loader).build());
        try {
            for (Class<?> inside : model.getDeclaredClasses()) {
                if (inside.isAnnotationPresent(Entity.class)) {
                    configuration.addAnnotatedClass(loader.loadClass(inside.getName()));
                }
            }
            @SuppressWarnings("unchecked") // the model says so
            BiFunction<Session, String, String> deeds =
                    (BiFunction<Session, String, String>) loader.loadClass(model.getName() + "$Deeds")
                            .getDeclaredConstructor()
                            .newInstance();
            return new Application(site.open(Clock.systemUTC(), configuration), deeds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean own = name.equals(model.getName()) || name.startsWith(model.getName() + '$');
        if (!own) {
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
            byte[] enhanced = enhancer == null ? null : enhancer.enhance(name, bytes);
            byte[] taken = enhanced == null ? bytes : enhanced;
            return defineClass(name, taken, 0, taken.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
