package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Plain;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing but the mark of a table is lost, and everything else is still there. */
class MarksLossTest {

    private static final String TABLE = "Plain";

    private final String name = UUID.randomUUID().toString();
    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), name);
    private final Jvm a = site.open();
    private final Jvm b = site.open();
    private final Loss loss = new Loss(Nodes.shared(), name);

    @AfterEach
    void end() {
        loss.close();
        a.close();
        b.close();
    }

    private static long count(Jvm jvm) {
        return jvm.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .getSingleResult());
    }

    private static void settle(Jvm jvm) {
        for (int i = 0; i < 3; i++) {
            count(jvm);
        }
        assertThat(jvm.statements(() -> count(jvm))).isZero();
    }

    private static void add(Jvm jvm, long id) {
        jvm.run(session -> session.persist(new Plain(id, "text " + id)));
    }

    @Test
    void aResultWithoutTheMarkOfItsTableIsNotAnswered() {
        add(a, 1);
        settle(a);
        loss.ofMark(TABLE);
        assertThat(a.statements(() -> assertThat(count(a)).isEqualTo(1))).isEqualTo(1);
        settle(a);
        settle(b);
    }

    @Test
    void aResultFromBeforeAnUpdateIsStaleThoughTheMarkOfTheUpdateIsLost() {
        add(a, 1);
        settle(a);
        settle(b);
        add(b, 2);
        loss.ofMark(TABLE);
        assertThat(count(a)).isEqualTo(2);
        assertThat(count(b)).isEqualTo(2);
        add(a, 3);
        assertThat(count(b)).isEqualTo(3);
        assertThat(count(a)).isEqualTo(3);
    }

    @Test
    void aResultOfTheTimeBeforeACommitIsStaleThoughTheMarkWasLostInTheMiddle() {
        add(a, 1);
        settle(a);
        settle(b);
        a.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            loss.ofMark(TABLE);
            // others may cache what they see now
            for (int round = 0; round < 3; round++) {
                assertThat(count(b)).isEqualTo(1);
            }
        });
        assertThat(count(b)).isEqualTo(2);
        assertThat(count(a)).isEqualTo(2);
    }

    @Test
    void nothingIsCachedWhileOneOfTwoWritersIsStillAtIt() {
        add(a, 1);
        settle(a);
        settle(b);
        a.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            add(b, 3);
            for (int round = 0; round < 3; round++) {
                assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(2)))
                        .isEqualTo(1);
            }
        });
        assertThat(count(b)).isEqualTo(3);
        assertThat(count(a)).isEqualTo(3);
        settle(b);
    }

    @Test
    void aRollbackOfOneDoesNotEndTheOthersMark() {
        add(a, 1);
        settle(b);
        a.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            assertThatThrownBy(() -> b.run(other -> {
                        other.persist(new Plain(3, "-1"));
                        other.flush();
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(1))).isEqualTo(1);
        });
        assertThat(count(b)).isEqualTo(2);
        settle(b);
    }
}
