package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Deletion;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.trust.AgreementCheck;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A share whose keys carry a generation, a number that the node keeps in an item of its own.
 *
 * <pre>
 *   generation item   &lt;cache id&gt;:gen               a decimal number
 *   entry             &lt;cache id&gt;:&lt;generation&gt;:&lt;key&gt;   generation in 9 characters
 * </pre>
 *
 * Stepping the number makes all entries of the share unreachable at once, those that are still on their way included.
 * That is {@code clear}, and it is what happens when an unknown mutation makes the share doubtful. Every batch reads
 * the number around its calls ({@link Guard}); a reply under another number does not count and its call is made again. So
 * a store that another client's step overtakes is as if it had happened before the step, and nobody learns what was done
 * under a number after the step that ended it.
 *
 * <p>The first number is the time in milliseconds, times 1024, plus ten random bits. A number that was evicted, or lost
 * with its node, therefore never comes back, and the entries written under it stay unreachable.
 */
class GenerationShare extends Share {

    static final long UNKNOWN = 0;

    private static final int NO_TERM = 0;

    /**
     * A generation.
     *
     * @param turned whether it came after another one that this client knew
     * @param since when this client learned that it had, by {@link Clock#nanos}
     * @param term the one in which it was known when the node was asked for the copies of the cache; {@link #NO_TERM} when it was not
     */
    private record Known(long generation, boolean turned, long since, int term) implements Footing {

        @Override
        public long number() {
            return generation;
        }
    }

    private static final SpaceKey NO_KEY = new SpaceKey(new byte[0]);
    private static final int SEED_BITS = 10;
    private static final byte[] ITEM = ":gen".getBytes(US_ASCII);

    /** Six bits a character keep 54 bits, which lasts beyond the year 2500. */
    private static final int DIGITS = 9;

    private static final byte[] ALPHABET =
            "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);

    /** The bytes that this share's wire keys have beside the key: two colons and the generation. */
    static final int OVERHEAD = DIGITS + 2;

    private final byte[] cacheId;
    private final byte[] itemKey;
    private final Request reading;
    private final Clock clock;
    private final @Nullable AgreementCheck agreement;
    private volatile Known known = new Known(UNKNOWN, false, 0, NO_TERM);

    /**
     * @param agreement what the node knows of the copies of the cache, where that matters
     */
    GenerationShare(Member member, byte[] cacheId, Clock clock, @Nullable AgreementCheck agreement) {
        super(member);
        this.cacheId = cacheId;
        this.clock = clock;
        this.agreement = agreement;
        this.itemKey = item(cacheId);
        this.reading = Request.number(itemKey);
    }

    /** The key of the number. */
    static byte[] item(byte[] cacheId) {
        return joined(cacheId, ITEM);
    }

    @Override
    public Request reading() {
        return reading;
    }

    @Override
    public void lost(Call call) {
        member().debts().renew(this);
    }

    @Override
    Footing footing(SpaceKey key, Deadline deadline) {
        Known current = known;
        AgreementCheck check = agreement;
        if (check == null) {
            return current.generation() != UNKNOWN ? current : new Known(step(0, deadline), false, 0, NO_TERM);
        }
        if (current.generation() == UNKNOWN || current.term() != check.term()) {
            return agreed(check, deadline);
        }
        check.lookWhenDue(member().usable());
        return current;
    }

    /** Asks for the generation, and whether all clients have as many copies of the cache, in one round trip. */
    private Known agreed(AgreementCheck check, Deadline deadline) {
        while (true) {
            int term = check.admitted(deadline);
            if (deadline.passed()) {
                throw new DeadlineExceeded(
                        "no time was left to ask node " + member() + ", after " + deadline.elapsedText());
            }
            Connection connection = member().connection(deadline);
            Waiter waiter = new Waiter(2);
            Call number = new Call(Request.add(itemKey, 0, seed()), null, connection.incarnation(), waiter);
            AgreementCheck.Question question = check.question(connection, waiter);
            connection.enqueue(number); // ahead: what is read of the copies was so under this number
            connection.submit(question.call());
            if (!waiter.await(deadline)) {
                number.giveUp();
                member().gaveUp(question.call());
            }
            long present = adopt(number, deadline);
            switch (check.conclude(question, connection, deadline)) {
                case AGREED -> {
                    return agreed(present, term);
                }
                case SILENT -> throw member().failure(question.call(), deadline);
                case AGAIN -> {}
            }
        }
    }

    private synchronized Known agreed(long present, int term) {
        Known now = new Known(present, known.turned(), known.since(), term);
        if (known.generation() == present) {
            known = now;
        }
        return now;
    }

    /** The generation that keys are written under now; it may have to be asked for. */
    final long generation(Deadline deadline) {
        long current = known.generation();
        return current != UNKNOWN ? current : step(0, deadline);
    }

    /** Whether this client came to know the generation, first or anew, since that moment. */
    final boolean hasLearnedSince(long nanos) {
        Known now = known;
        return now.generation() != UNKNOWN && now.since() - nanos >= 0;
    }

    @Override
    boolean hasTurnedSince(long nanos) {
        Known now = known;
        return now.turned() && now.since() - nanos >= 0;
    }

    /** What the node says now. What it said first is no turn: nobody knows for how long that has been so. */
    final void learn(long present) {
        if (known.generation() != present) {
            turn(present);
        }
    }

    private synchronized void turn(long present) {
        Known before = known;
        if (before.generation() != present) {
            boolean first = before.generation() == UNKNOWN && !before.turned();
            boolean cleared =
                    before.generation() != UNKNOWN && AgreementCheck.isOnlyCleared(before.generation(), present);
            known = new Known(present, !first, clock.nanos(), cleared ? before.term() : NO_TERM);
        }
    }

    @Override
    final byte[] wireKey(long number, SpaceKey key) {
        byte[] bytes = key.bytes();
        byte[] wire = new byte[cacheId.length + OVERHEAD + bytes.length];
        System.arraycopy(cacheId, 0, wire, 0, cacheId.length);
        wire[cacheId.length] = ':';
        writePrefixNumber(number, wire, cacheId.length + 1);
        wire[cacheId.length + 1 + DIGITS] = ':';
        System.arraycopy(bytes, 0, wire, cacheId.length + OVERHEAD, bytes.length);
        return wire;
    }

    @Override
    final SpaceKey keyOf(byte[] wireKey) {
        return new SpaceKey(Arrays.copyOfRange(wireKey, cacheId.length + OVERHEAD, wireKey.length));
    }

    @Override
    Function<byte[], @Nullable SpaceKey> reader(Deadline deadline) {
        // asked anew: no reading ahead of a walk tells that another client has stepped it
        byte[] prefix = wireKey(step(0, deadline), NO_KEY);
        return wire -> PlainShare.keyBehind(prefix, wire);
    }

    private static void writePrefixNumber(long generation, byte[] wire, int from) {
        long rest = generation;
        for (int at = from + DIGITS - 1; at >= from; at--) {
            wire[at] = ALPHABET[(int) (rest & 63)];
            rest >>>= 6;
        }
    }

    @Override
    Judgement judge(Call call, Footing footing, Deadline deadline) {
        return confirms(call.guardReply(), footing.number(), deadline) ? Judgement.COUNTS : Judgement.AGAIN;
    }

    private boolean confirms(@Nullable Reply answer, long generation, Deadline deadline) {
        if (answer == null) {
            throw new ServerRefused("node " + member() + " would not tell the generation of a cache");
        }
        if (answer.status() == Status.REFUSED) {
            throw refusal(" would not tell the generation of a cache: ", answer);
        }
        if (answer.status() == Status.MISS) {
            learn(UNKNOWN);
            step(0, deadline);
            return false;
        }
        long present = number(answer);
        learn(present);
        return present == generation;
    }

    @Override
    boolean isPresent(Call call) {
        Reply answer = call.guardReply();
        if (answer == null || answer.status() != Status.VALUE) {
            return answer != null && answer.status() == Status.MISS;
        }
        try {
            byte[] wire = call.request().key();
            return Arrays.equals(wireKey(answer.number(), keyOf(wire)), wire);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    void renew(Deadline deadline) {
        if (agreement != null) {
            footing(NO_KEY, deadline); // others' copies would be left
        }
        step(1, deadline);
    }

    /** Adds to the number, or creates it; afterwards the present one is known. */
    final long step(long delta, Deadline deadline) {
        Call call = stepped(delta, deadline);
        return adopt(call, deadline);
    }

    /** The call that has done that, or has not. */
    final Call stepped(long delta, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        Call call =
                new Call(Request.add(itemKey, delta, seed()), delta == 0 ? null : this, Call.ANY_INCARNATION, waiter);
        member().run(call, waiter, deadline);
        return call;
    }

    final long adopt(Call call, Deadline deadline) {
        Reply reply = call.reply();
        if (call.state() != Call.State.REPLIED || reply == null) {
            throw member().failure(call, deadline);
        }
        if (reply.status() != Status.VALUE) {
            throw refusal(" refused the generation of a cache: ", reply);
        }
        long present = number(reply);
        learn(present);
        return present;
    }

    final long number(Reply reply) {
        try {
            return reply.number();
        } catch (NumberFormatException e) {
            throw new ReplyNotUnderstood("node " + member() + ": the generation of a cache is not a number", e);
        }
    }

    private long seed() {
        return (clock.millis() << SEED_BITS) | (clock.random() & ((1 << SEED_BITS) - 1));
    }

    @Override
    boolean renewOn(Connection connection, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        Call call = new Call(Request.add(itemKey, 1, seed()), this, connection.incarnation(), waiter);
        connection.submit(call);
        if (!waiter.await(deadline)) {
            call.giveUp();
        }
        Reply reply = call.reply();
        if (call.state() != Call.State.REPLIED || reply == null || reply.status() != Status.VALUE) {
            return false;
        }
        learn(number(reply));
        return true;
    }

    @Override
    boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline) {
        Reply answer = read(connection, deadline);
        if (answer == null) {
            return false;
        }
        if (answer.status() == Status.MISS) {
            learn(UNKNOWN);
            return true;
        }
        if (answer.status() != Status.VALUE) {
            return false;
        }
        long present = number(answer);
        List<byte[]> wireKeys = new ArrayList<>();
        keys.forEach(key -> wireKeys.add(wireKey(present, key)));
        return Deletion.of(wireKeys, connection, this, deadline);
    }

    /** The generation as that connection's node says it now; null without an answer. */
    final @Nullable Reply read(Connection connection, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        Call read = new Call(reading, null, connection.incarnation(), waiter);
        connection.submit(read);
        if (waiter.await(deadline)) {
            return read.reply();
        }
        read.giveUp();
        return null;
    }

    /**
     * The copies on one node. Whatever is still on its way to them on a broken connection does no harm: it is a tombstone, or
     * a copy that only takes the place of the very tombstone that was planted for it.
     */
    static final class OfCopies extends GenerationShare {

        OfCopies(Member member, byte[] cacheId, Clock clock, @Nullable AgreementCheck agreement) {
            super(member, cacheId, clock, agreement);
        }

        @Override
        public void lost(Call call) {
            // see the class
        }
    }

    /**
     * What is kept on one node while other nodes are away. It is stepped before this client first uses it in an outage of one of
     * them: what is there from before may be older than what the client has read or written at the owner since (decision 304).
     */
    static final class OfGutter extends GenerationShare {

        private final ReentrantLock stepping = new ReentrantLock();

        /** The last outage of each node for which this was stepped. */
        private final Map<Member, Long> opened = new ConcurrentHashMap<>();

        OfGutter(Member member, byte[] cacheId, Clock clock) {
            super(member, cacheId, clock, null);
        }

        /** Whether it may be used now in place of that node, which must be away; false also when that takes too long. */
        boolean isOpenInsteadOf(Member away, Deadline deadline) {
            long outage = away.outages();
            if (away.usable() != null || member().usable() == null || deadline.passed()) {
                return false;
            }
            if (isOpen(away, outage)) {
                return true;
            }
            try {
                if (!stepping.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            try {
                if (!isOpen(away, outage)) {
                    step(1, deadline);
                    opened.put(away, outage);
                }
                return true;
            } catch (FlagstoneException e) {
                return false;
            } finally {
                stepping.unlock();
            }
        }

        private boolean isOpen(Member away, long outage) {
            Long last = opened.get(away);
            return last != null && last == outage;
        }
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = new byte[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
