package io.flagstone.server.internal.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.internal.memory.State;
import org.junit.jupiter.api.Test;

class DuelsTest {
    private static final int CLASS = 10;
    private static final int ITEMS = 1000;

    private final Popularity popularity = new Popularity(8 << 20);
    private final Duels duels = popularity.duels(CLASS);
    private final Popularity.Notes notes = popularity.notes();

    private void ask(int hash, int times) {
        for (int i = 0; i < times; i++) {
            notes.note(hash);
        }
    }

    @Test
    void nothingIsNotedBeforeTheFirstEviction() {
        ask(1, 5);
        assertThat(duels.areOn()).isFalse();
        assertThat(popularity.of(1)).isZero();
        duels.evicted();
        ask(1, 5);
        assertThat(duels.areOn()).isTrue();
        assertThat(popularity.of(1)).isEqualTo(5);
    }

    @Test
    void whoWasAskedForMoreOftenIsFavouredAndOfTwoStrangersTheNewer() {
        duels.evicted();
        assertThat(duels.favour(1, 2)).isTrue();
        ask(1, 1);
        ask(2, 1);
        assertThat(duels.favour(1, 2)).isTrue();
        ask(2, 1);
        assertThat(duels.favour(1, 2)).isFalse();
        ask(1, 1);
        assertThat(duels.favour(1, 2)).as("as often as the defender").isFalse();
        ask(1, 1);
        assertThat(duels.favour(1, 2)).isTrue();
    }

    @Test
    void challengersThatComeBackSpeakAgainstTheCounts() {
        duels.evicted();
        assertThat(duels.areTrusted()).isTrue();
        duels.lost(7, true);
        duels.returned(7, ITEMS);
        assertThat(duels.areTrusted()).isFalse();
        duels.kept(State.SPARED);
        assertThat(duels.areTrusted()).as("after one for and one against").isFalse();
        duels.kept(State.SPARED);
        assertThat(duels.areTrusted()).isTrue();
    }

    @Test
    void challengersThatComeBackSoonSpeakTwiceAndLaterOnesOnce() {
        comeBackAfter(ITEMS / 4);
        assertThat(duels.trust()).isEqualTo(-2);
        comeBackAfter(ITEMS / 4 + 1);
        assertThat(duels.trust()).isEqualTo(-3);
        comeBackAfter(ITEMS / 2);
        assertThat(duels.trust()).isEqualTo(-4);
        comeBackAfter(ITEMS / 2 + 1);
        assertThat(duels.trust()).isEqualTo(-4);
    }

    private void comeBackAfter(int evictions) {
        duels.lost(7, true);
        for (int i = 0; i < evictions; i++) {
            duels.evicted();
        }
        duels.returned(7, ITEMS);
    }

    @Test
    void defendersThatComeBackSpeakForTheCounts() {
        duels.kept(State.DOUBTED);
        assertThat(duels.areTrusted()).isFalse();
        duels.lost(8, false);
        duels.returned(8, ITEMS);
        assertThat(duels.areTrusted()).isTrue();
    }

    @Test
    void whoComesBackTooLateOrTwiceOrInAnotherClassSaysNothing() {
        duels.lost(7, true);
        popularity.duels(CLASS + 1).returned(7, ITEMS);
        for (int i = 0; i <= ITEMS / 2; i++) {
            duels.evicted();
        }
        duels.returned(7, ITEMS);
        duels.lost(9, true);
        duels.returned(10, ITEMS);
        assertThat(duels.areTrusted()).isTrue();
        duels.returned(9, ITEMS);
        assertThat(duels.areTrusted()).isFalse();
        duels.kept(State.SPARED);
        duels.kept(State.SPARED);
        duels.returned(9, ITEMS);
        assertThat(duels.areTrusted()).isTrue();
    }

    @Test
    void trustCanBeLostAgainHoweverMuchThereWas() {
        for (int i = 0; i < 10_000; i++) {
            duels.kept(State.SPARED);
        }
        for (int i = 0; i <= 200; i++) {
            duels.kept(State.DOUBTED);
        }
        assertThat(duels.areTrusted()).isFalse();
    }

    /** Ten requests for each of 500 items. */
    @Test
    void countsAreHalvedWhenTheyAreDue() {
        duels.evicted();
        popularity.fade(500);
        boolean[] told = new boolean[1];
        popularity.onDue(() -> told[0] = true);
        ask(1, 4_800);
        assertThat(told[0]).isFalse();
        ask(1, 400);
        assertThat(told[0]).isTrue();
        assertThat(popularity.isDue()).isTrue();
        popularity.fade(500);
        assertThat(popularity.isDue()).isFalse();
        assertThat(popularity.of(1)).isEqualTo(7);
    }
}
