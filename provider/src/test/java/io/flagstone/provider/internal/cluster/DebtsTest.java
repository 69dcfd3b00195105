package io.flagstone.provider.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node is owed stays owed until it is paid, and a debt made while an older one is paid is a debt. */
class DebtsTest {

    private final Debts debts = new Debts(3);
    private final FakeShare share = new FakeShare(true);
    private final FakeShare other = new FakeShare(true);

    @SuppressWarnings("NullAway") // fake shares need no connection
    private boolean pay() {
        return debts.pay(null, Deadline.in(Clock.SYSTEM, 1_000_000_000L));
    }

    private static SpaceKey key(String name) {
        return Keys.key(name);
    }

    @Test
    void keysArePaidOnce() {
        debts.forget(share, key("a"));
        debts.forget(share, key("a"));
        debts.forget(other, key("a"));
        assertThat(debts.size()).isEqualTo(2);
        assertThat(pay()).isTrue();
        assertThat(share.paid).containsExactly("a");
        assertThat(other.paid).containsExactly("a");
        assertThat(debts.isEmpty()).isTrue();
        assertThat(debts.size()).isZero();
        assertThat(pay()).isTrue();
        assertThat(share.paid).containsExactly("a");
    }

    @Test
    void beyondTheLimitAShareIsOwedAsAWhole() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            debts.forget(share, key(name));
        }
        assertThat(debts.size()).isEqualTo(1);
        debts.forget(other, key("a"));
        assertThat(debts.size()).isEqualTo(2);
        assertThat(pay()).isTrue();
        assertThat(share.paid).containsExactly("whole");
        assertThat(other.paid).containsExactly("a");
    }

    @Test
    void aWholeShareNeedsNoKeys() {
        debts.forget(share, key("a"));
        debts.renew(share);
        debts.forget(share, key("b"));
        assertThat(debts.size()).isEqualTo(1);
        assertThat(pay()).isTrue();
        assertThat(share.paid).containsExactly("whole");
        debts.forget(share, key("c"));
        assertThat(debts.size()).isEqualTo(1);
    }

    @Test
    void whatCannotBePaidStaysOwed() {
        debts.forget(share, key("a"));
        debts.renew(other);
        share.answer = () -> false;
        assertThat(pay()).isFalse();
        other.answer = () -> false;
        debts.renew(other);
        assertThat(pay()).isFalse();
        assertThat(debts.size()).isEqualTo(2);
        share.answer = () -> {
            throw new ReplyNotUnderstood("by the test", null);
        };
        other.answer = () -> true;
        assertThatThrownBy(this::pay).isInstanceOf(ReplyNotUnderstood.class);
        assertThat(debts.size()).isEqualTo(1);
        share.answer = () -> true;
        assertThat(pay()).isTrue();
        assertThat(debts.isEmpty()).isTrue();
    }

    @Test
    void aKeyThatBecomesOwedWhileItIsBeingPaidIsOwedAgain() {
        debts.forget(share, key("a"));
        share.answer = () -> {
            debts.forget(share, key("a"));
            return true;
        };
        pay();
        assertThat(debts.isEmpty()).isFalse();
        assertThat(debts.size()).isEqualTo(1);
    }

    @Test
    void aKeyThatBecomesOwedWhileItsShareIsBeingRenewedIsOwed() {
        debts.renew(share);
        share.answer = () -> {
            debts.forget(share, key("a"));
            share.answer = () -> true;
            return true;
        };
        assertThat(pay()).isTrue();
        assertThat(share.paid).containsExactly("whole", "a");
        assertThat(debts.isEmpty()).isTrue();
    }

    @Test
    void paymentSucceedsWhenAllIsPaidThatWasOwedWhenItBegan() {
        debts.forget(share, key("a"));
        share.answer = () -> {
            debts.forget(other, key("b"));
            return true;
        };
        assertThat(pay()).isTrue();
        assertThat(debts.size()).isEqualTo(1);
    }

    /** A share that notes what it is paid, and answers what the test wants. */
    private static final class FakeShare extends Share {

        final List<String> paid = new ArrayList<>();
        BooleanSupplier answer = () -> true;
        private final boolean renewable;

        @SuppressWarnings("NullAway") // no member stands behind it
        FakeShare(boolean renewable) {
            super(null);
            this.renewable = renewable;
        }

        @Override
        boolean isRenewable() {
            return renewable;
        }

        @Override
        boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline) {
            boolean done = answer.getAsBoolean();
            if (done) {
                keys.forEach(key -> paid.add(new String(key.bytes(), java.nio.charset.StandardCharsets.US_ASCII)));
            }
            return done;
        }

        @Override
        boolean renewOn(Connection connection, Deadline deadline) {
            boolean done = answer.getAsBoolean();
            if (done) {
                paid.add("whole");
            }
            return done;
        }

        @Override
        public @Nullable Request reading() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void lost(Call call) {
            throw new UnsupportedOperationException();
        }

        @Override
        Footing footing(SpaceKey key, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        byte[] wireKey(long number, SpaceKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        SpaceKey keyOf(byte[] wireKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        boolean isPresent(Call call) {
            throw new UnsupportedOperationException();
        }

        @Override
        Function<byte[], @Nullable SpaceKey> reader(Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        Judgement judge(Call call, Footing footing, Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        void renew(Deadline deadline) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aShareThatCannotBeRenewedIsOwedKeyByKeyHoweverMany() {
        FakeShare plain = new FakeShare(false);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            debts.forget(plain, key(name));
        }
        assertThat(pay()).isTrue();
        assertThat(plain.paid).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }
}
