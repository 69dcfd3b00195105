package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Plain;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing but the mark of a table is lost, and everything else is still there. */
class MarksLossTest {

    private static final String TABLE = "Plain";

    private static final String NAME = UUID.randomUUID().toString();
    private static final Jvm.Site SITE = new Jvm.Site(Nodes.shared(), NAME);
    private static final Jvm A = SITE.open();
    private static final Jvm B = SITE.open();
    private static final Loss LOSS = new Loss(Nodes.shared(), NAME);

    @BeforeEach
    void begin() {
        Jvm.empty(A, B);
    }

    @AfterAll
    static void end() {
        LOSS.close();
        A.close();
        B.close();
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
        add(A, 1);
        settle(A);
        LOSS.ofMark(TABLE);
        assertThat(A.statements(() -> assertThat(count(A)).isEqualTo(1))).isEqualTo(1);
        settle(A);
        settle(B);
    }

    @Test
    void aResultFromBeforeAnUpdateIsStaleThoughTheMarkOfTheUpdateIsLost() {
        add(A, 1);
        settle(A);
        settle(B);
        add(B, 2);
        LOSS.ofMark(TABLE);
        assertThat(count(A)).isEqualTo(2);
        assertThat(count(B)).isEqualTo(2);
        add(A, 3);
        assertThat(count(B)).isEqualTo(3);
        assertThat(count(A)).isEqualTo(3);
    }

    @Test
    void aResultOfTheTimeBeforeACommitIsStaleThoughTheMarkWasLostInTheMiddle() {
        add(A, 1);
        settle(A);
        settle(B);
        A.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            LOSS.ofMark(TABLE);
            // others may cache what they see now
            for (int round = 0; round < 3; round++) {
                assertThat(count(B)).isEqualTo(1);
            }
        });
        assertThat(count(B)).isEqualTo(2);
        assertThat(count(A)).isEqualTo(2);
    }

    @Test
    void nothingIsCachedWhileOneOfTwoWritersIsStillAtIt() {
        add(A, 1);
        settle(A);
        settle(B);
        A.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            add(B, 3);
            for (int round = 0; round < 3; round++) {
                assertThat(B.statements(() -> assertThat(count(B)).isEqualTo(2)))
                        .isEqualTo(1);
            }
        });
        assertThat(count(B)).isEqualTo(3);
        assertThat(count(A)).isEqualTo(3);
        settle(B);
    }

    @Test
    void aRollbackOfOneDoesNotEndTheOthersMark() {
        add(A, 1);
        settle(B);
        A.run(session -> {
            session.persist(new Plain(2, "two"));
            session.flush();
            assertThatThrownBy(() -> B.run(other -> {
                        other.persist(new Plain(3, "-1"));
                        other.flush();
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            assertThat(B.statements(() -> assertThat(count(B)).isEqualTo(1))).isEqualTo(1);
        });
        assertThat(count(B)).isEqualTo(2);
        settle(B);
    }
}
