package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.OwnClasses.Application;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Enums in ids, natural ids and parameters of queries are the same for all applications, though no two have one object. */
class EnumIdsTest {

    private static final Jvm.Site SITE =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
    private static final Application A = OwnClasses.open(SITE, EnumIds.class, false);
    private static final Application B = OwnClasses.open(SITE, EnumIds.class, false);

    @BeforeEach
    void begin() {
        Jvm.empty(A.jvm(), B.jvm());
    }

    @AfterAll
    static void end() {
        A.close();
        B.close();
    }

    private static String whole(String suit) {
        return "sign %1$s, [a %1$s], card %1$s, trick %1$s, player %1$s".formatted(suit);
    }

    private static String changed(String suit) {
        return "sign %1$s changed, [a %1$s, b], card %1$s changed, trick %1$s changed, player %1$s changed"
                .formatted(suit);
    }

    @Test
    void whatOneHasStoredTheOtherFinds() {
        A.run("make");
        A.run("read");
        assertThat(A.run("read")).isEqualTo(whole("HEARTS") + ", " + whole("SPADES"));
        assertThat(B.statements("read")).isZero();
        assertThat(B.run("read")).isEqualTo(whole("HEARTS") + ", " + whole("SPADES"));
    }

    @Test
    void whatOneHasChangedTheOtherSees() {
        A.run("make");
        for (int round = 0; round < 2; round++) {
            A.run("read");
            B.run("read");
        }
        B.run("change");
        assertThat(A.run("read")).isEqualTo(changed("HEARTS") + ", " + changed("SPADES"));
    }

    @Test
    void whatOneHasAskedTheOtherDoesNotAskAgain() {
        A.run("make");
        for (int round = 0; round < 3; round++) {
            assertThat(A.run("ask")).isEqualTo("sign HEARTS is HEARTS, sign SPADES is SPADES");
        }
        assertThat(B.statements("ask")).isZero();
        assertThat(B.run("ask")).isEqualTo("sign HEARTS is HEARTS, sign SPADES is SPADES");
    }
}
