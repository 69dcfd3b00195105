package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Clock;
import java.util.UUID;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.TenantId;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants that share a table, and one that sees the rows of all. */
class TenantColumnTest {

    private static final String ROOT = "root";
    private static final ThreadLocal<String> NOW = ThreadLocal.withInitial(() -> ROOT);

    private static final Jvm.Site SITE =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString()).set("hibernate.cache.use_query_cache", "false");
    private static final Jvm A = open();
    private static final Jvm B = open();

    /** The present thread's tenant. */
    static final class Resolver implements CurrentTenantIdentifierResolver<Object> {

        @Override
        public Object resolveCurrentTenantIdentifier() {
            return NOW.get();
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }

        @Override
        public boolean isRoot(Object tenant) {
            return tenant.equals(ROOT);
        }
    }

    /** What the tests do to an order of either kind. */
    interface Order {

        String text();

        void text(String next);
    }

    @NullUnmarked
    @Entity(name = "Firm")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Firm implements Order {

        @Id
        long id;

        @TenantId
        String tenant;

        String text;

        Firm() {}

        Firm(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    @NullUnmarked
    @Entity(name = "Slack")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
    static class Slack implements Order {

        @Id
        long id;

        @TenantId
        String tenant;

        String text;

        Slack() {}

        Slack(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    private static Jvm open() {
        return SITE.open(
                Clock.systemUTC(),
                configuration -> configuration
                        .addAnnotatedClass(Firm.class)
                        .addAnnotatedClass(Slack.class)
                        .setCurrentTenantIdentifierResolver(new Resolver()));
    }

    @BeforeEach
    void rows() {
        NOW.set("red");
        Jvm.empty(A, B);
        as(
                "red",
                () -> A.run(session -> {
                    session.persist(new Firm(1, "one"));
                    session.persist(new Slack(1, "one"));
                }));
    }

    @AfterEach
    void forget() {
        NOW.remove();
    }

    @AfterAll
    static void end() {
        A.close();
        B.close();
    }

    private static void as(String tenant, Runnable work) {
        NOW.set(tenant);
        work.run();
    }

    private static <T extends Order> String text(String tenant, Jvm jvm, Class<T> type) {
        NOW.set(tenant);
        return jvm.ask(session -> {
            T found = session.find(type, 1L);
            return found == null ? "nothing" : found.text();
        });
    }

    private static <T extends Order> void update(String tenant, Jvm jvm, Class<T> type, String text) {
        as(tenant, () -> jvm.run(session -> session.find(type, 1L).text(text)));
    }

    /** Until it comes from the cache. */
    private static <T extends Order> void warm(String tenant, Jvm jvm, Class<T> type) {
        text(tenant, jvm, type);
        text(tenant, jvm, type);
        assertThat(jvm.statements(() -> text(tenant, jvm, type))).isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void whatOneTenantHasCachedTheOtherDoesNotSee(Class<T> type) {
        warm("red", A, type);
        assertThat(text("blue", B, type)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void whatTheOneOverAllTenantsChangesItsTenantSees(Class<T> type) {
        warm("red", A, type);
        update(ROOT, B, type, "two");
        assertThat(text("red", A, type)).isEqualTo("two");
        warm("red", A, type);
        as(ROOT, () -> B.run(session -> session.remove(session.find(type, 1L))));
        assertThat(text("red", A, type)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void whatATenantChangesTheOneOverAllSees(Class<T> type) {
        for (int round = 0; round < 3; round++) {
            assertThat(text(ROOT, B, type)).isEqualTo("one");
        }
        update("red", A, type, "two");
        assertThat(text(ROOT, B, type)).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void whatTheOneOverAllRollsBackNobodySees(Class<T> type) {
        NOW.set(ROOT);
        assertThatThrownBy(() -> B.run(session -> {
                    session.find(type, 1L).text("-1");
                    session.flush();
                    assertThat(text("red", A, type)).isEqualTo("one");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        for (int round = 0; round < 2; round++) {
            assertThat(text("red", A, type)).isEqualTo("one");
            assertThat(text(ROOT, A, type)).isEqualTo("one");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void whatIsReadWhileTheOneOverAllIsAtItIsNotKept(Class<T> type) {
        warm("red", A, type);
        NOW.set(ROOT);
        B.run(session -> {
            session.find(type, 1L).text("two");
            session.flush();
            assertThat(A.statements(() -> text("red", A, type)))
                    .as("announced before the commit")
                    .isEqualTo(1);
            assertThat(text("red", A, type)).isEqualTo("one");
        });
        assertThat(text("red", A, type)).isEqualTo("two");
        NOW.set(ROOT);
        B.run(session -> {
            session.remove(session.find(type, 1L));
            session.flush();
            assertThat(text("red", A, type)).isEqualTo("two");
        });
        assertThat(text("red", A, type)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(classes = {Firm.class, Slack.class})
    <T extends Order> void anEvictionWithoutATenantReachesTheTenantsEntry(Class<T> type) {
        warm("red", A, type);
        B.sessions().getCache().evictEntityData(type, 1L);
        assertThat(A.statements(() -> text("red", A, type))).isEqualTo(1);
    }
}
