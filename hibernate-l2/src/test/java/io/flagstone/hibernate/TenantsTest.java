package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Plain;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.junit.jupiter.api.Test;

/** Equal ids of different tenants. */
class TenantsTest {

    private static final String NAME = UUID.randomUUID().toString();

    /** A database for each tenant. */
    static final class Databases implements MultiTenantConnectionProvider<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public Connection getAnyConnection() throws SQLException {
            return getConnection("red");
        }

        @Override
        public void releaseAnyConnection(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public Connection getConnection(String tenant) throws SQLException {
            return DriverManager.getConnection("jdbc:h2:mem:" + NAME + tenant + ";DB_CLOSE_DELAY=-1");
        }

        @Override
        public void releaseConnection(String tenant, Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnknownUnwrapTypeException(type);
        }
    }

    private static SessionFactory open() {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClass(Plain.class);
        configuration.addAnnotatedClass(Person.class);
        configuration.setProperty("hibernate.cache.region.factory_class", "flagstone");
        configuration.setProperty("hibernate.cache.use_query_cache", "true");
        configuration.setProperty("hibernate.flagstone.nodes", Nodes.shared());
        configuration.setProperty("hibernate.flagstone.namespace", NAME);
        configuration.setProperty("hibernate.generate_statistics", "true");
        configuration.setProperty("hibernate.dialect", "org.hibernate.dialect.H2Dialect");
        configuration.getProperties().put("hibernate.multi_tenant_connection_provider", new Databases());
        return configuration.buildSessionFactory();
    }

    private static <T> T as(String tenant, SessionFactory sessions, Function<Session, T> work) {
        try (Session session =
                sessions.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            session.beginTransaction();
            T found = work.apply(session);
            session.getTransaction().commit();
            return found;
        }
    }

    private static void create(String tenant) throws SQLException {
        try (Connection connection = new Databases().getConnection(tenant);
                var statement = connection.createStatement()) {
            statement.execute("create table Plain (id bigint primary key, text varchar, price numeric(38,2),"
                    + " since timestamp with time zone)");
            statement.execute("create table Person (id bigint primary key, mail varchar unique, name varchar)");
        }
    }

    private static String text(String tenant, SessionFactory sessions) {
        return as(tenant, sessions, session -> session.find(Plain.class, 1L).text());
    }

    private static String name(String tenant, SessionFactory sessions) {
        return as(
                tenant,
                sessions,
                session ->
                        session.byNaturalId(Person.class).using("mail", "a@x").load().name);
    }

    private static String queried(String tenant, SessionFactory sessions) {
        return as(
                tenant,
                sessions,
                session -> session.createSelectionQuery("select text from Plain", String.class)
                        .setCacheable(true)
                        .getSingleResult());
    }

    @Test
    void eachTenantReadsItsOwn() throws SQLException {
        create("red");
        create("blue");
        try (SessionFactory a = open();
                SessionFactory b = open()) {
            for (String tenant : new String[] {"red", "blue"}) {
                as(tenant, a, session -> {
                    session.persist(new Plain(1, tenant));
                    session.persist(new Person("red".equals(tenant) ? 1 : 2, "a@x", tenant));
                    return tenant;
                });
            }
            for (int round = 0; round < 3; round++) {
                for (String tenant : new String[] {"red", "blue"}) {
                    assertThat(text(tenant, b)).isEqualTo(tenant);
                    assertThat(name(tenant, b)).isEqualTo(tenant);
                    assertThat(queried(tenant, b)).isEqualTo(tenant);
                }
            }
            assertThat(b.getStatistics().getSecondLevelCacheHitCount()).isPositive();
            assertThat(b.getStatistics().getQueryCacheHitCount()).isPositive();
            as("red", b, session -> {
                session.find(Plain.class, 1L).text("crimson");
                return "";
            });
            assertThat(text("red", a)).isEqualTo("crimson");
            assertThat(text("blue", a)).isEqualTo("blue");
            a.getCache().evictEntityData(Plain.class);
            long before = b.getStatistics().getPrepareStatementCount();
            assertThat(text("blue", b)).isEqualTo("blue");
            assertThat(b.getStatistics().getPrepareStatementCount() - before).isEqualTo(1);
            evictionsReachTheTenants(a, b);
        }
    }

    /** Hibernate's cache API knows ids, but no tenants. */
    private static void evictionsReachTheTenants(SessionFactory a, SessionFactory b) {
        for (String tenant : new String[] {"red", "blue"}) {
            text(tenant, b);
            assertThat(statements(tenant, b)).isZero();
        }
        assertThat(a.getCache().containsEntity(Plain.class, 1L))
                .as("of no tenant")
                .isFalse();
        a.getCache().evictEntityData(Plain.class, 1L);
        for (String tenant : new String[] {"red", "blue"}) {
            assertThat(statements(tenant, b)).as(tenant).isEqualTo(1);
            // it began after b has learned of the clear, and stores what it finds
            text(tenant, b);
            assertThat(statements(tenant, b)).as(tenant).isZero();
        }
    }

    private static long statements(String tenant, SessionFactory sessions) {
        long before = sessions.getStatistics().getPrepareStatementCount();
        text(tenant, sessions);
        return sessions.getStatistics().getPrepareStatementCount() - before;
    }
}
