package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.jcache.Model.Loose;
import io.flagstone.hibernate.jcache.Model.Plain;
import io.flagstone.hibernate.jcache.Model.Thing;
import io.flagstone.hibernate.jcache.Model.Versioned;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.testkit.fault.FaultProxy;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node that is away means to the application. */
class OutageIT {

    private final ServerProcess node = StockMemcached.start("-m", "64");
    private final String name = UUID.randomUUID().toString();

    @AfterEach
    void end() {
        node.close();
    }

    private App.Site site(String nodes) {
        return new App.Site(nodes, name)
                .provider("flagstone.timeout", "500ms")
                .provider("flagstone.retry.first", "10ms")
                .provider("flagstone.retry.longest", "50ms");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private static boolean isCached(App app, Class<? extends Thing> type) {
        return app.statements(() -> app.text(type)) == 0;
    }

    @Test
    void withMissTheApplicationGoesOnWithoutTheNode() {
        try (App app = site(node.hostAndPort()).open()) {
            app.run(session -> session.persist(new Plain(1, "one")));
            await(() -> isCached(app, Plain.class));
            node.kill9();
            assertThat(app.text(Plain.class)).isEqualTo("one");
            app.update(Plain.class, "two");
            assertThat(app.text(Plain.class)).isEqualTo("two");
            node.restart();
            await(() -> isCached(app, Plain.class));
            assertThat(app.text(Plain.class)).isEqualTo("two");
        }
    }

    @Test
    void withMissTheApplicationStartsWithoutTheNode() {
        node.kill9();
        try (App app = site(node.hostAndPort()).open()) {
            app.run(session -> session.persist(new Plain(1, "one")));
            assertThat(app.text(Plain.class)).isEqualTo("one");
            node.restart();
            await(() -> isCached(app, Plain.class));
        }
    }

    @Test
    void whatAnApplicationChangedWithoutTheNodeIsOwedToTheOthers() {
        try (FaultProxy way = FaultProxy.to(node.address(), 1);
                App cutOff = site(way.hostAndPort()).open();
                App other = site(node.hostAndPort()).open()) {
            other.run(session -> session.persist(new Plain(1, "one")));
            await(() -> isCached(cutOff, Plain.class));
            way.refuse();
            way.cut();
            cutOff.update(Plain.class, "two");
            way.heal();
            await(() -> other.text(Plain.class).equals("two"));
            assertThat(cutOff.text(Plain.class)).isEqualTo("two");
        }
    }

    @Test
    void withFailTheApplicationIsToldOfTheNode() {
        try (App app = site(node.hostAndPort())
                .provider("flagstone.cache.*.failure", "fail")
                .open()) {
            app.run(session -> session.persist(new Plain(1, "one")));
            node.kill9();
            assertThatThrownBy(() -> app.text(Plain.class))
                    .isInstanceOf(NodeUnavailable.class)
                    .hasMessageContaining(node.hostAndPort());
        }
    }

    /** Hibernate stores what was inserted once it is committed, and lets the failure through. */
    @Test
    void withFailAnInsertIsCommittedAllTheSame() {
        try (App app = site(node.hostAndPort())
                .provider("flagstone.cache.*.failure", "fail")
                .open()) {
            assertThatThrownBy(() -> app.run(session -> {
                        session.persist(new Plain(1, "one"));
                        session.flush();
                        node.kill9();
                    }))
                    .hasStackTraceContaining(node.hostAndPort());
            assertThat(app.stored(Plain.class)).isEqualTo("one");
        }
    }

    @Test
    void eachRegionHasItsPolicy() {
        try (App app = site(node.hostAndPort())
                .provider("flagstone.cache.versioned.failure", "fail")
                .open()) {
            app.run(session -> {
                session.persist(new Versioned(1, "one"));
                session.persist(new Loose(1, "one"));
            });
            node.kill9();
            assertThat(app.text(Loose.class)).isEqualTo("one");
            assertThatThrownBy(() -> app.text(Versioned.class)).hasStackTraceContaining(node.hostAndPort());
        }
    }
}
