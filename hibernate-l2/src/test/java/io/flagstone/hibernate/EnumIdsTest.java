package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.OwnClasses.Application;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Enums in ids, natural ids and parameters of queries are the same for all applications, though no two have one object. */
class EnumIdsTest {

    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
    private final Application a = OwnClasses.open(site, EnumIds.class, false);
    private final Application b = OwnClasses.open(site, EnumIds.class, false);

    @AfterEach
    void end() {
        a.close();
        b.close();
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
        a.run("make");
        a.run("read");
        assertThat(a.run("read")).isEqualTo(whole("HEARTS") + ", " + whole("SPADES"));
        assertThat(b.statements("read")).isZero();
        assertThat(b.run("read")).isEqualTo(whole("HEARTS") + ", " + whole("SPADES"));
    }

    @Test
    void whatOneHasChangedTheOtherSees() {
        a.run("make");
        for (int round = 0; round < 2; round++) {
            a.run("read");
            b.run("read");
        }
        b.run("change");
        assertThat(a.run("read")).isEqualTo(changed("HEARTS") + ", " + changed("SPADES"));
    }

    @Test
    void whatOneHasAskedTheOtherDoesNotAskAgain() {
        a.run("make");
        for (int round = 0; round < 3; round++) {
            assertThat(a.run("ask")).isEqualTo("sign HEARTS is HEARTS, sign SPADES is SPADES");
        }
        assertThat(b.statements("ask")).isZero();
        assertThat(b.run("ask")).isEqualTo("sign HEARTS is HEARTS, sign SPADES is SPADES");
    }
}
