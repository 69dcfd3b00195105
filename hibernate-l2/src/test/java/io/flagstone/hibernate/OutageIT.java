package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.testkit.fault.FaultProxy;
import io.flagstone.testkit.process.ServerProcess;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.hibernate.cache.CacheException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that is away means to the application. */
class OutageIT {

    private static final ServerProcess NODE = Nodes.process();

    private final String name = UUID.randomUUID().toString();

    @BeforeEach
    void begin() {
        if (NODE.isAlive()) {
            NODE.resume();
        } else {
            NODE.restart();
        }
    }

    @AfterAll
    static void end() {
        NODE.close();
    }

    private Jvm.Site site() {
        return new Jvm.Site(NODE.hostAndPort(), name)
                .set("hibernate.flagstone.timeout", "500ms")
                .set("hibernate.flagstone.retry.first", "10ms")
                .set("hibernate.flagstone.retry.longest", "50ms")
                .set("hibernate.cache.use_query_cache", "false");
    }

    private static String text(Jvm jvm, Class<? extends Thing> type) {
        return jvm.ask(session -> session.find(type, 1L).text());
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }

    private static void awaitCached(Jvm jvm, Class<? extends Thing> type) {
        await(() -> jvm.statements(() -> text(jvm, type)) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "lenient"})
    void theApplicationStartsAndReadsWhileTheNodeIsDown(String failure) {
        try (Jvm before = site().open()) {
            before.run(session -> session.persist(new Plain(1, "one")));
        }
        NODE.kill9();
        try (Jvm a = site().set("hibernate.flagstone.failure", failure)
                .set("hibernate.cache.use_query_cache", "true")
                .open()) {
            assertThat(text(a, Plain.class)).isEqualTo("one");
            long count = a.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                    .setCacheable(true)
                    .getSingleResult());
            assertThat(count).isEqualTo(1);
            NODE.restart();
            awaitCached(a, Plain.class);
        }
    }

    @Test
    void aLenientApplicationWritesOnAndOwesTheNodeWhatItMissed() {
        try (Jvm a = site().open()) {
            a.run(session -> session.persist(new Plain(1, "one")));
            awaitCached(a, Plain.class);
            // it keeps its entries, and answers nobody
            NODE.stop();
            a.run(session -> session.find(Plain.class, 1L).text("two"));
            assertThat(text(a, Plain.class)).isEqualTo("two");
            NODE.resume();
            awaitCached(a, Plain.class);
            assertThat(text(a, Plain.class)).isEqualTo("two");
            try (Jvm b = site().open()) {
                assertThat(text(b, Plain.class)).isEqualTo("two");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Loose.class})
    void aStrictApplicationRefusesTheChangeBeforeTheDatabaseIsAsked(Class<? extends Thing> type) {
        try (Jvm a = site().set("hibernate.flagstone.failure", "strict").open()) {
            a.run(session -> session.persist(type == Plain.class ? new Plain(1, "one") : new Loose(1, "one")));
            NODE.kill9();
            await(() -> a.statements(() -> text(a, type)) == 1);
            long updates = a.statistics().getEntityUpdateCount();
            assertThatThrownBy(() -> a.run(session -> session.find(type, 1L).text("two")))
                    .satisfies(e -> assertThat(causes(e)).contains("hibernate.flagstone.failure=strict"));
            assertThat(a.statistics().getEntityUpdateCount()).isEqualTo(updates);
            assertThatThrownBy(() -> a.run(session -> session.createMutationQuery(
                                    "update " + type.getSimpleName() + " set text = 'two'")
                            .executeUpdate()))
                    .satisfies(e -> assertThat(causes(e)).contains(CacheException.class.getName()));
            assertThat(text(a, type)).isEqualTo("one");
            NODE.restart();
            await(() -> updated(a, type));
            assertThat(text(a, type)).isEqualTo("two");
        }
    }

    @Test
    void oneRegionRefusesWhatTheOtherLetsPass() {
        String plain = "hibernate.flagstone.region." + Plain.class.getName() + ".failure";
        try (Jvm a = site().set(plain, "strict").open()) {
            a.run(session -> {
                session.persist(new Plain(1, "one"));
                session.persist(new Loose(1, "one"));
            });
            NODE.kill9();
            await(() -> a.statements(() -> text(a, Plain.class)) == 1);
            assertThatThrownBy(
                            () -> a.run(session -> session.find(Plain.class, 1L).text("two")))
                    .satisfies(e -> assertThat(causes(e)).contains("hibernate.flagstone.failure=strict"));
            a.run(session -> session.find(Loose.class, 1L).text("two"));
            assertThat(text(a, Plain.class)).isEqualTo("one");
            assertThat(text(a, Loose.class)).isEqualTo("two");
        }
    }

    private static boolean updated(Jvm jvm, Class<? extends Thing> type) {
        try {
            jvm.run(session -> session.find(type, 1L).text("two"));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String causes(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    @Test
    void aWriterThatAloneDoesNotReachTheNodeTellsItWhenItDoes() {
        try (FaultProxy way = FaultProxy.to(NODE.address(), 1);
                Jvm b = site().open();
                Jvm a = site().set("hibernate.flagstone.nodes", way.hostAndPort())
                        .open()) {
            a.run(session -> session.persist(new Plain(1, "one")));
            awaitCached(b, Plain.class);
            way.refuse();
            way.cut();
            a.run(session -> session.find(Plain.class, 1L).text("two"));
            assertThat(text(a, Plain.class)).isEqualTo("two");
            way.heal();
            awaitCached(a, Plain.class);
            assertThat(text(b, Plain.class)).isEqualTo("two");
        }
    }
}
