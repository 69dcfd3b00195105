package io.flagstone.provider.internal.entry;

import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.clock.Pause;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.entry.ItemFormat.Item;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Entries on several nodes: the owner, which alone decides, and the nodes of the copies. Every change takes this way, all
 * moves of one call together:
 *
 * <pre>
 *   token at the owner ─► tombstone on every other node ─► commit by the token ─► copy over each tombstone
 *           ▲                                                     │
 *           └─────────────── another client was faster ◄──────────┘
 * </pre>
 *
 * The token is older than the tombstone. So whoever commits after somebody else has planted after that one had committed,
 * and the former copy either finds its tombstone gone, or is buried under the later one before the later commit. Absence
 * gets a token by a stub, and a copy takes the place of its own tombstone only, on the connection that planted it. No node
 * ever holds a copy that is older than what its owner has committed, whichever of them come and go (decision 303, and the
 * model in {@code testkit}).
 */
final class Copies {

    /** Moves that go this way together; with the copies, about as many exchanges as for others. */
    private static final int WINDOW = 256;

    /** A stub lasts longer than a change takes, and not for long where the change has failed: readers that load wait for it. */
    private static final int STUB_SECONDS = 3;

    /** A tombstone that ends too early costs its copy, one that ends late a hundred bytes. */
    private static final int TOMBSTONE_SECONDS = 30;

    private static final byte[] NOTHING = {};
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final Cluster cluster;
    private final Clock clock;
    private final Space owners;
    private final List<Space> others;
    private final ItemFormat format;
    private final Seal seal;
    private final FailurePolicy policy;
    private final CacheCounters counters;

    /**
     * @param others the copies, those on the nodes that follow the owners first
     */
    Copies(
            Cluster cluster,
            Space owners,
            List<Space> others,
            ItemFormat format,
            Seal seal,
            FailurePolicy policy,
            CacheCounters counters) {
        this.counters = counters;
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.owners = owners;
        this.others = others;
        this.format = format;
        this.seal = seal;
        this.policy = policy;
    }

    /** A move on its way through one round. */
    private static final class Step {

        final Move move;
        final Entry.Token token;

        /** One for each of the other nodes, in their order. */
        final List<Exchange> tombstones = new ArrayList<>();

        @Nullable
        Exchange commit;

        Step(Move move, Entry.Token token) {
            this.move = move;
            this.token = token;
        }

        SpaceKey key() {
            return move.key().spaceKey();
        }

        boolean removesNothing() {
            return move.kind() == Move.Kind.REMOVE && move.observed().state() == Entry.State.ABSENT;
        }
    }

    // --- reads ---

    /** The entries, with a live copy in place of those whose owner is away, where some node that can be asked has one. */
    List<Entry> insteadOf(List<Entry> entries, Deadline deadline) {
        List<Entry> found = new ArrayList<>(entries);
        for (Space space : others) {
            Map<Exchange, Integer> places = new LinkedHashMap<>();
            for (int i = 0; i < found.size(); i++) {
                Entry entry = found.get(i);
                if (entry.state() == Entry.State.UNREACHABLE) {
                    Exchange read = new Exchange(entry.key().spaceKey(), Verb.GET, Request::get);
                    places.put(read, i);
                }
            }
            space.runAll(List.copyOf(places.keySet()), deadline);
            places.forEach((read, place) -> found.set(place, copy(read, found.get(place))));
        }
        return found;
    }

    private Entry copy(Exchange read, Entry unreachable) {
        if (read.failure() != null || read.reply().status() == Status.MISS) {
            return unreachable;
        }
        Entry entry = format.read(unreachable.key(), Sealed.opened(read, seal), Entry.Token.NONE, clock.millis());
        return entry.isLive() ? entry.asCopy() : unreachable;
    }

    // --- changes ---

    /** Carries out all moves; each has its outcome afterwards. */
    void runAll(List<Move> moves, Mover mover, Deadline deadline) {
        for (int from = 0; from < moves.size(); from += WINDOW) {
            List<Move> open = moves.subList(from, Math.min(moves.size(), from + WINDOW));
            open.forEach(move -> owners.called(move.key().spaceKey()));
            run(open, mover, moves.size() > WINDOW ? cluster.within(deadline) : deadline);
        }
    }

    /** Carries out a move as a part of a call that ends then; it has its outcome afterwards. */
    void run(Move move, Mover mover, Deadline deadline) {
        owners.called(move.key().spaceKey());
        run(List.of(move), mover, deadline);
    }

    private void run(List<Move> moves, Mover mover, Deadline deadline) {
        List<Move> open = moves;
        for (int round = 0; !open.isEmpty(); round++) {
            pause(round);
            open = round(open, mover, deadline);
        }
    }

    /** Short, random, growing: those who meet at one key should miss each other the next time. */
    private static void pause(int round) {
        if (round > 0) {
            long ceiling = Math.min(LONGEST_PAUSE_NANOS, 50_000L << Math.min(round, 10));
            Pause.nanos(ThreadLocalRandom.current().nextLong(ceiling));
        }
    }

    /** The moves that another client was faster at, and that have to happen all the same. */
    private List<Move> round(List<Move> moves, Mover mover, Deadline deadline) {
        List<Step> steps = planted(begun(moves, mover, deadline), deadline);
        List<Exchange> commits = new ArrayList<>(steps.size());
        for (Step step : steps) {
            Exchange commit = step.removesNothing() ? null : mover.begin(step.move, step.token, false, deadline);
            step.commit = commit;
            if (commit != null) {
                commits.add(commit);
            }
        }
        owners.runAll(commits, deadline);
        fill(steps, mover, deadline);
        List<Move> again = new ArrayList<>();
        for (Step step : steps) {
            conclude(step, mover, deadline, again);
        }
        return again;
    }

    private static void conclude(Step step, Mover mover, Deadline deadline, List<Move> again) {
        Exchange commit = step.commit;
        if (commit == null) {
            if (step.removesNothing()) {
                step.move.done(step.move.observed());
            }
            return;
        }
        mover.conclude(step.move, commit, deadline);
        if (step.move.isBlind() && step.move.outcome() == Move.Outcome.CONFLICT) {
            if (deadline.passed()) {
                step.move.ended(
                        Move.Outcome.FAILED,
                        new DeadlineExceeded("others changed the entry faster for " + deadline.elapsedText()));
            } else {
                again.add(step.move);
            }
        }
    }

    // --- tokens ---

    /** The moves with the tokens that they happen by; those that cannot happen have their outcome. */
    private List<Step> begun(List<Move> moves, Mover mover, Deadline deadline) {
        List<Step> steps = new ArrayList<>(moves.size());
        List<Move> tokenless = new ArrayList<>();
        List<Exchange> direct = new ArrayList<>();
        List<Move> touched = new ArrayList<>();
        for (Move move : moves) {
            if (move.kind() == Move.Kind.TOUCH || !mover.isPossible(move, deadline)) {
                Exchange exchange = mover.begin(move, move.observed().token(), false, deadline);
                if (exchange != null) {
                    touched.add(move);
                    direct.add(exchange);
                }
            } else if (needsStub(move)) {
                tokenless.add(move);
            } else {
                add(move, move.observed().token(), steps);
            }
        }
        // the end of an entry is no change of its value: a copy keeps its own end, which is not later
        owners.runAll(direct, deadline);
        for (int i = 0; i < touched.size(); i++) {
            mover.conclude(touched.get(i), direct.get(i), deadline);
        }
        claim(tokenless, steps, deadline);
        return steps;
    }

    private static boolean needsStub(Move move) {
        boolean stores = move.kind() == Move.Kind.STORE || move.kind() == Move.Kind.HOLD;
        return stores && (move.isBlind() || move.observed().state() == Entry.State.ABSENT);
    }

    private void claim(List<Move> moves, List<Step> steps, Deadline deadline) {
        List<Exchange> claims = new ArrayList<>(moves.size());
        for (Move move : moves) {
            claims.add(new Exchange(move.key().spaceKey(), Verb.GET, wire -> Request.claim(wire, STUB_SECONDS)));
        }
        owners.runAll(claims, deadline);
        for (int i = 0; i < claims.size(); i++) {
            Move move = moves.get(i);
            Exchange claim = claims.get(i);
            FlagstoneException failure = claim.failure();
            if (failure != null) {
                move.ended(Move.Outcome.FAILED, failure);
            } else if (move.isBlind() || claim.reply().won()) {
                add(move, new Entry.Token(claim.reply().cas(), claim.incarnation()), steps);
            } else {
                move.conflict(); // something has come to be there
            }
        }
    }

    private static void add(Move move, Entry.Token token, List<Step> steps) {
        Step step = new Step(move, token);
        if (token.cas() == Request.ANY_CAS && !step.removesNothing()) {
            move.ended(Move.Outcome.FAILED, new ServerRefused("copies need CAS tokens, and the node gives none"));
        } else {
            steps.add(step);
        }
    }

    // --- tombstones and copies ---

    /** Plants tombstones; the steps that may go on. */
    private List<Step> planted(List<Step> steps, Deadline deadline) {
        List<Step> ready = new ArrayList<>(steps.size());
        Map<Exchange, Space> plants = new LinkedHashMap<>();
        for (Step step : steps) {
            if (!step.removesNothing() && !owners.isUp(step.key())) {
                step.move.conflict(); // nothing would come of it but a copy that is lost; whoever looks again hears why
                continue;
            }
            ready.add(step);
            for (Space space : others) {
                Exchange plant = new Exchange(step.key(), Verb.SET, Copies::tombstone);
                step.tombstones.add(plant);
                plants.put(plant, space);
            }
        }
        // a node that is silent must leave some time for the commit
        Space.runAll(plants, Deadline.in(clock, deadline.remaining() / 2));
        ready.removeIf(step -> !stands(step));
        return ready;
    }

    private static Request tombstone(byte[] wire) {
        return Request.set(wire, NOTHING, Request.Mode.SET, Request.ANY_CAS, 0, TOMBSTONE_SECONDS);
    }

    private static boolean isDone(Exchange exchange) {
        return exchange.failure() == null
                && exchange.outcome() == Exchange.Outcome.ANSWERED
                && exchange.reply().status() == Status.DONE;
    }

    /** Whether no copy is left on any node, or none that this client will read. */
    private boolean stands(Step step) {
        for (int rank = 0; rank < others.size(); rank++) {
            Exchange tombstone = step.tombstones.get(rank);
            if (isDone(tombstone)) {
                continue;
            }
            if (policy == FailurePolicy.FAIL) {
                FlagstoneException failure = tombstone.failure();
                step.move.ended(
                        Move.Outcome.FAILED,
                        failure != null ? failure : new ServerRefused("a node did not give up the copy of an entry"));
                return false;
            }
            // not waited for: it goes ahead of whatever this client sends the node later, or is owed
            others.get(rank).invalidate(step.key(), Deadline.in(clock, 0));
        }
        return true;
    }

    /** Puts the copies of what was stored in place of its tombstones. Whatever fails is a copy less. */
    private void fill(List<Step> steps, Mover mover, Deadline deadline) {
        Map<Exchange, Space> fills = new LinkedHashMap<>();
        int wanted = 0;
        for (Step step : steps) {
            if (step.commit == null || step.move.kind() != Move.Kind.STORE || !isDone(step.commit)) {
                continue;
            }
            Item item = mover.item(step.move);
            int ttl = mover.timeToLive(step.move);
            wanted += others.size();
            for (int rank = 0; rank < others.size(); rank++) {
                Exchange tombstone = step.tombstones.get(rank);
                if (isDone(tombstone)) {
                    long cas = tombstone.reply().cas();
                    Exchange fill = new Exchange(
                            step.key(),
                            Verb.SET,
                            wire -> Request.set(
                                    wire, seal.close(item.bytes(), wire), Request.Mode.SET, cas, item.flags(), ttl),
                            tombstone.incarnation());
                    fills.put(fill, others.get(rank));
                }
            }
        }
        Space.runAll(fills, deadline);
        long made = fills.keySet().stream().filter(Copies::isDone).count();
        counters.count(Figure.COPIES_MISSING, wanted - made);
    }

    // --- what may not be read any more ---

    /** Sees to it that nobody reads a copy of this key that is there now, as {@link Space#invalidate} does. */
    void invalidate(SpaceKey key, Deadline deadline) {
        others.forEach(space -> space.invalidate(key, deadline));
    }

    /** Makes all copies unreachable; the failures of the nodes that will be told before their next read. */
    List<FlagstoneException> clear(Deadline deadline) {
        return others.get(0).clear(deadline); // all ranks have the same nodes
    }
}
