package io.flagstone.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private static final int FREE = 3;
    private static final long BOB = 1;
    private static final long ALICE = 2;
    private static final InetAddress HERE = address("10.0.0.1");

    private final ManualTime time = new ManualTime();
    private final Guesses guesses = new Guesses(FREE, time.clock()::nanos);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void fail(InetAddress from, long user, int times) {
        for (int i = 0; i < times; i++) {
            guesses.failed(from, user);
        }
    }

    @Test
    void theFirstWrongOnesCostNothing() {
        assertThatTheFirstCostNothing();
    }

    private void assertThatTheFirstCostNothing() {
        for (int i = 0; i < FREE; i++) {
            assertThat(guesses.mayTry(HERE)).isTrue();
            guesses.failed(HERE, BOB);
        }
        assertThat(guesses.mayTry(HERE)).isFalse();
    }

    @Test
    void eachFurtherOneDoublesTheWaitUpToEightSeconds() {
        fail(HERE, BOB, FREE);
        for (int seconds : List.of(1, 2, 4, 8, 8, 8)) {
            time.passMillis(seconds * 1000L - 1);
            assertThat(guesses.mayTry(HERE)).as("just before %d s", seconds).isFalse();
            time.passMillis(1);
            assertThat(guesses.mayTry(HERE)).as("after %d s", seconds).isTrue();
            guesses.failed(HERE, BOB);
        }
    }

    @Test
    void whatIsRefusedDoesNotProlongTheWait() {
        fail(HERE, BOB, FREE);
        for (int i = 0; i < 10; i++) {
            time.passMillis(100);
            assertThat(guesses.mayTry(HERE)).isEqualTo(i == 9);
        }
    }

    @Test
    void aMinuteWithoutAWrongOneAndAllIsForgotten() {
        fail(HERE, BOB, 100);
        time.passSeconds(60);
        assertThatTheFirstCostNothing();
    }

    @Test
    void noOtherAddressHasToWait() {
        fail(HERE, BOB, 100);
        for (int i = 2; i < 200; i++) {
            assertThat(guesses.mayTry(address("10.0.0." + i))).isTrue();
        }
        assertThat(guesses.mayTry(HERE)).isFalse();
    }

    @Test
    void aRightPasswordClearsWhatTheSameUserGotWrong() {
        fail(HERE, BOB, FREE - 1);
        guesses.succeeded(HERE, BOB);
        assertThatTheFirstCostNothing();
    }

    @Test
    void whoHasAPasswordGetsNoMoreGuessesAtThoseOfOthers() {
        fail(HERE, ALICE, FREE);
        guesses.succeeded(HERE, BOB);
        assertThat(guesses.mayTry(HERE)).isFalse();
        InetAddress there = address("10.0.0.2");
        fail(there, BOB, 1);
        fail(there, ALICE, FREE - 1);
        guesses.succeeded(there, ALICE);
        guesses.succeeded(there, BOB);
        assertThat(guesses.mayTry(there)).isFalse();
    }

    @Test
    void aHostHasOneNetworkOfIpv6() {
        fail(address("2001:db8:0:1::1"), BOB, FREE);
        assertThat(guesses.mayTry(address("2001:db8:0:1:ffff::2"))).isFalse();
        assertThat(guesses.mayTry(address("2001:db8:0:2::1"))).isTrue();
        fail(address("::1"), BOB, FREE);
        assertThat(guesses.mayTry(address("0.0.0.1"))).isTrue();
        assertThat(guesses.mayTry(address("127.0.0.1"))).isTrue();
    }

    @Test
    void whereThereAreTooManyAddressesTheOldestMakesWayAndTheLatestIsKnown() {
        List<InetAddress> latest = new ArrayList<>();
        for (int i = 0; i < 3 * Guesses.PLACES; i++) {
            InetAddress one = address("10.1." + (i >> 8) + "." + (i & 0xff));
            fail(one, BOB, FREE);
            assertThat(guesses.mayTry(one)).isFalse();
            latest.add(one);
        }
        long known = latest.stream().filter(one -> !guesses.mayTry(one)).count();
        // Each of the places has somebody, but for those that nobody came to.
        assertThat(known).isBetween(Guesses.PLACES / 2L, (long) Guesses.PLACES);
    }
}
