package io.flagstone.hibernate.jcache;

import io.flagstone.provider.FlagstoneCachingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;

/**
 * One application as if it had a JVM of its own: a session factory with a cache manager of its own, which shares with the
 * others the database and the node.
 */
final class App implements AutoCloseable {

    private final SessionFactory sessions;

    private App(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** A database and a node. */
    static final class Site {

        private static final Object DEFAULT = new Object();

        private final String database;
        private final Map<String, Object> hibernate = new HashMap<>();
        private final Properties provider = new Properties();

        Site(String nodes, String name) {
            database = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
            set("hibernate.cache.region.factory_class", "jcache");
            set("hibernate.javax.cache.provider", FlagstoneCachingProvider.class.getName());
            set("hibernate.javax.cache.missing_cache_strategy", "create");
            provider("flagstone.nodes", nodes);
            provider("flagstone.namespace", name);
            // a busy machine is no fault of a node
            provider("flagstone.timeout", "5s");
        }

        /** A setting of Hibernate, for all applications opened from now on. */
        Site set(String key, Object value) {
            hibernate.put(key, value);
            return this;
        }

        /** Leaves a setting of Hibernate to its default. */
        Site without(String key) {
            hibernate.put(key, DEFAULT);
            return this;
        }

        /** A setting of the provider, likewise. */
        Site provider(String key, String value) {
            provider.setProperty(key, value);
            return this;
        }

        App open() {
            return open(settingsFile());
        }

        private App open(Path file) {
            return new App(ofModel(file).buildSessionFactory());
        }

        /** An application of this one entity, with classes of its own. */
        App open(ClassLoader loader, Class<?> entity) {
            Configuration configuration = new Configuration(new BootstrapServiceRegistryBuilder()
                    .applyClassLoader(loader)
                    .build());
            configuration.addAnnotatedClass(entity);
            return new App(
                    configured(configuration, settingsFile().toUri().toString()).buildSessionFactory());
        }

        /** An application that uses its cache manager through what is put around it. */
        App openThrough(Function<CacheManager, CacheManager> around) {
            Path file = settingsFile();
            CacheManager inner = Caching.getCachingProvider(FlagstoneCachingProvider.class.getName())
                    .getCacheManager(file.toUri(), null);
            Configuration configuration = ofModel(file);
            configuration.getProperties().put("hibernate.javax.cache.cache_manager", around.apply(inner));
            return new App(configuration.buildSessionFactory());
        }

        private Configuration ofModel(Path file) {
            Configuration configuration = new Configuration();
            Model.ALL.forEach(configuration::addAnnotatedClass);
            return configured(configuration, file.toUri().toString());
        }

        /** A file of its own is a manager of its own. */
        private Path settingsFile() {
            try {
                Path file = Files.createTempFile("flagstone", ".properties");
                file.toFile().deleteOnExit();
                try (Writer out = Files.newBufferedWriter(file)) {
                    provider.store(out, null);
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Hibernate's settings.
         *
         * @param uri where the provider's settings are
         */
        private Configuration configured(Configuration configuration, String uri) {
            configuration.setProperty("hibernate.connection.url", database);
            configuration.setProperty("hibernate.hbm2ddl.auto", "update");
            configuration.setProperty("hibernate.generate_statistics", "true");
            // a page of log for each session otherwise
            configuration.setProperty("hibernate.session.events.log", "false");
            configuration.setProperty("hibernate.cache.use_query_cache", "true");
            configuration.setProperty("hibernate.javax.cache.uri", uri);
            configuration.getProperties().putAll(hibernate);
            configuration.getProperties().values().removeIf(DEFAULT::equals);
            return configuration;
        }
    }

    SessionFactory sessions() {
        return sessions;
    }

    Statistics statistics() {
        return sessions.getStatistics();
    }

    /** Runs a transaction. */
    void run(Consumer<Session> work) {
        sessions.inTransaction(work);
    }

    /** Runs a transaction and returns what it found. */
    <T> T ask(Function<Session, T> work) {
        return sessions.fromTransaction(work);
    }

    /** The text that the database has for the thing with id 1, whatever is cached. */
    String stored(Class<? extends Model.Thing> type) {
        return ask(session -> session.createNativeQuery("select text from " + type.getSimpleName(), String.class)
                .getSingleResult());
    }

    /** The text of the thing with id 1. */
    String text(Class<? extends Model.Thing> type) {
        return ask(session -> session.find(type, 1L).text());
    }

    /** Changes the text of the thing with id 1. */
    void update(Class<? extends Model.Thing> type, String text) {
        run(session -> session.find(type, 1L).text(text));
    }

    /** The number of statements that the work sends to the database. */
    long statements(Runnable work) {
        long before = statistics().getPrepareStatementCount();
        work.run();
        return statistics().getPrepareStatementCount() - before;
    }

    @Override
    public void close() {
        sessions.close();
    }
}
