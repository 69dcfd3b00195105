package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.testkit.fault.FaultProxy;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a transaction waits for the node, once its application is warm. */
class RoundTripsTest {

    private static final String NODE = Nodes.shared();
    private static final String COUNT = "select count(*) from Plain";
    private static final String JOIN = "select count(*) from Child c join c.parent";

    private static final FaultProxy PROXY = FaultProxy.to(
            new InetSocketAddress("127.0.0.1", Integer.parseInt(NODE.substring(NODE.indexOf(':') + 1))), 1);
    private static final Jvm.Site SITE =
            new Jvm.Site(PROXY.hostAndPort(), UUID.randomUUID().toString());
    private static final Jvm JVM =
            SITE.set("hibernate.cache.use_query_cache", "false").open();
    private static final Jvm ASKING =
            SITE.set("hibernate.cache.use_query_cache", "true").open();

    /** Every region has been used before. */
    @BeforeEach
    void warm() {
        Jvm.empty(ASKING, JVM);
        for (Jvm each : new Jvm[] {JVM, ASKING}) {
            each.run(session -> {
                session.persist(new Plain(0, "zero"));
                session.persist(new Loose(0, "zero"));
                session.persist(new Parent(0).with(new Child(0, "zero")));
            });
            each.run(session -> session.remove(session.find(Plain.class, 0L)));
            each.run(session -> session.remove(session.find(Loose.class, 0L)));
            each.run(session -> session.remove(session.find(Parent.class, 0L)));
        }
    }

    @AfterAll
    static void end() {
        JVM.close();
        ASKING.close();
        PROXY.close();
    }

    private long trips(Consumer<Session> transaction) {
        return trips(JVM, transaction);
    }

    private long trips(Jvm of, Consumer<Session> transaction) {
        long before = PROXY.roundTrips();
        of.run(transaction);
        return PROXY.roundTrips() - before;
    }

    private static void find(Session session) {
        session.find(Plain.class, 1L);
    }

    private static void ask(Session session, String query) {
        session.createSelectionQuery(query, Long.class).setCacheable(true).getSingleResult();
    }

    /** One without a look whether the row is there; with an id that the application gives, Hibernate looks. */
    @Test
    void anInsertTakesTwoBesideItsLook() {
        assertThat(trips(session -> session.persist(new Plain(1, "one")))).isEqualTo(3);
    }

    @Test
    void aHitTakesOne() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        assertThat(trips(RoundTripsTest::find)).isEqualTo(1);
    }

    @Test
    void aMissTakesOneAndItsFillAnother() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        JVM.sessions().getCache().evictAllRegions();
        assertThat(trips(RoundTripsTest::find)).isEqualTo(2);
        assertThat(trips(RoundTripsTest::find)).isEqualTo(1);
    }

    @Test
    void anUpdateTakesThreeItsReadIncluded() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        for (String text : new String[] {"two", "three"}) {
            assertThat(trips(session -> session.find(Plain.class, 1L).text(text)))
                    .isEqualTo(3);
        }
        assertThat(JVM.statements(() -> find(JVM))).isZero();
    }

    private static void find(Jvm JVM) {
        assertThat(JVM.<String>ask(session -> session.find(Plain.class, 1L).text()))
                .isEqualTo("three");
    }

    @Test
    void anUpdateOfWhatWasFilledInItsTransactionTakesTwoMore() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        JVM.sessions().getCache().evictAllRegions();
        assertThat(trips(session -> session.find(Plain.class, 1L).text("two"))).isEqualTo(4);
    }

    @Test
    void anUpdateOfWhatAQueryBroughtTakesAtMostThree() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        assertThat(trips(session -> session.createSelectionQuery("from Plain", Plain.class)
                        .getSingleResult()
                        .text("two")))
                .isEqualTo(3);
    }

    @Test
    void aLooseUpdateTakesThreeItsReadIncluded() {
        JVM.run(session -> session.persist(new Loose(1, "one")));
        JVM.run(session -> session.find(Loose.class, 1L));
        assertThat(trips(session -> session.find(Loose.class, 1L).text("two"))).isEqualTo(3);
    }

    @Test
    void aDeleteTakesThreeItsReadIncluded() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        assertThat(trips(session -> session.remove(session.find(Plain.class, 1L))))
                .isEqualTo(3);
    }

    @Test
    void aRollbackTakesNoMoreThanACommit() {
        JVM.run(session -> session.persist(new Plain(1, "one")));
        assertThat(trips(session -> {
                    session.find(Plain.class, 1L).text("never");
                    session.flush();
                    session.getTransaction().markRollbackOnly();
                }))
                .isEqualTo(3);
    }

    @Test
    void aCachedCollectionTakesOneAndAllOfItsEntitiesOne() {
        Parent parent = new Parent(1);
        for (int i = 1; i <= 20; i++) {
            parent.with(new Child(i, "child " + i));
        }
        JVM.run(session -> session.persist(parent));
        Consumer<Session> read = session -> assertThat(session.find(Parent.class, 1L).children)
                .hasSize(20)
                .allMatch(child -> child.text.equals("child " + child.id));
        for (int i = 0; i < 2; i++) {
            JVM.run(read);
        }
        assertThat(JVM.statements(() -> assertThat(trips(read)).isEqualTo(3))).isZero();
    }

    @Test
    void aCachedQueryTakesOneHoweverManyTablesItHas() {
        for (int i = 0; i < 4; i++) {
            ASKING.run(session -> ask(session, COUNT));
            ASKING.run(session -> ask(session, JOIN));
        }
        assertThat(trips(ASKING, session -> ask(session, COUNT))).isEqualTo(1);
        assertThat(trips(ASKING, session -> ask(session, JOIN))).isEqualTo(1);
    }

    @Test
    void aChangeThatCachedQueriesHearOfTakesThreeMore() {
        ASKING.run(session -> session.persist(new Plain(1, "one")));
        assertThat(trips(ASKING, session -> session.find(Plain.class, 1L).text("two")))
                .isEqualTo(6);
    }
}
