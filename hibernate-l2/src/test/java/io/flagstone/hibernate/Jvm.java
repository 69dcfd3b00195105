package io.flagstone.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cache.spi.TimestampsCache;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.stat.Statistics;
import org.hibernate.type.Type;

/**
 * One application as if it had a JVM of its own: a session factory with a client of its own, which shares with the others
 * the database and the nodes.
 */
final class Jvm implements AutoCloseable {

    /** An id that no test gives. */
    private static final Long NOBODY = Long.MIN_VALUE;

    private final SessionFactory sessions;

    private Jvm(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** A database and nodes. */
    static final class Site {

        private final String database;
        private final Map<String, String> settings = new HashMap<>();

        Site(String nodes, String name) {
            database = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
            set("hibernate.flagstone.nodes", nodes);
            set("hibernate.flagstone.namespace", name);
            // a machine that is busy with several JVMs is no fault of a node
            set("hibernate.flagstone.timeout", "5s");
            set("hibernate.hbm2ddl.auto", "update");
        }

        /** A setting of all applications opened from now on. */
        Site set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        Jvm open() {
            return open(Clock.systemUTC());
        }

        Jvm open(Clock clock) {
            return open(clock, configuration -> Model.ALL.forEach(configuration::addAnnotatedClass));
        }

        /** With these mappings instead of the model's. */
        Jvm open(Clock clock, Consumer<Configuration> mappings) {
            Configuration configuration = new Configuration();
            mappings.accept(configuration);
            return open(clock, configuration);
        }

        /** With mappings that are there, and class loaders perhaps. */
        Jvm open(Clock clock, Configuration configuration) {
            configuration.setProperty("hibernate.connection.url", database);
            configuration.setProperty("hibernate.generate_statistics", "true");
            // a page of log for each session otherwise
            configuration.setProperty("hibernate.session.events.log", "false");
            configuration.setProperty("hibernate.cache.use_query_cache", "true");
            settings.forEach(configuration::setProperty);
            configuration
                    .getProperties()
                    .put("hibernate.cache.region.factory_class", new FlagstoneRegionFactory(clock));
            return new Jvm(configuration.buildSessionFactory());
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

    /** The number of statements that the work sends to the database. */
    long statements(Runnable work) {
        long before = statistics().getPrepareStatementCount();
        work.run();
        return statistics().getPrepareStatementCount() - before;
    }

    /**
     * Empties the tables and the cache, as each test finds them in applications that were opened once for all of them.
     * The first of these applications knows that afterwards of every region, the others of their entities and collections.
     */
    static void empty(Jvm... all) {
        all[0].run(session -> session.doWork(Jvm::truncateTables));
        for (int i = all.length - 1; i >= 0; i--) {
            all[i].forgetAll();
        }
        for (Jvm jvm : all) {
            jvm.lookEverywhere();
            jvm.statistics().clear();
        }
    }

    private static void truncateTables(Connection connection) throws SQLException {
        try (var tables = connection.createStatement();
                var truncation = connection.createStatement()) {
            truncation.execute("set referential_integrity false");
            var names = tables.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'PUBLIC'");
            while (names.next()) {
                truncation.execute("truncate table \"" + names.getString(1) + '"');
            }
            truncation.execute("set referential_integrity true");
        }
    }

    private void forgetAll() {
        sessions.getCache().evictAllRegions();
        TimestampsCache marks =
                sessions.unwrap(SessionFactoryImplementor.class).getCache().getTimestampsCache();
        if (marks.getRegion() != null) {
            marks.getRegion().clear();
        }
    }

    /** Asks each region for something that nobody has. */
    @SuppressWarnings("removal") // both lines of Hibernate tell the type of a collection's key in this way alone
    private void lookEverywhere() {
        var mappings = sessions.unwrap(SessionFactoryImplementor.class).getMappingMetamodel();
        mappings.forEachEntityDescriptor(entity -> {
            if (entity.canReadFromCache() && isLong(entity.getIdentifierType())) {
                sessions.getCache().containsEntity(entity.getEntityName(), NOBODY);
            }
        });
        mappings.forEachCollectionDescriptor(collection -> {
            if (collection.hasCache() && isLong(collection.getKeyType())) {
                sessions.getCache().containsCollection(collection.getRole(), NOBODY);
            }
        });
    }

    private static boolean isLong(Type type) {
        return type.getReturnedClass() == Long.class || type.getReturnedClass() == long.class;
    }

    @Override
    public void close() {
        sessions.close();
    }
}
