package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Admin;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.LargestItem;
import io.flagstone.provider.internal.link.Link;
import io.flagstone.provider.internal.link.Transport;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Station;
import io.flagstone.provider.internal.observe.ObservedNode;
import io.flagstone.provider.internal.observe.Observers;
import io.flagstone.provider.internal.trust.IdentityCheck;
import io.flagstone.provider.internal.trust.MemberState;
import io.flagstone.provider.internal.trust.Ramp;
import io.flagstone.provider.internal.trust.Suspicion;
import io.flagstone.provider.internal.trust.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One node as this client sees it: its connection, how far it is trusted ({@link MemberState}), and what it is owed. */
final class Member implements Link.Events, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Member.class.getName());

    private static final String NOT_YET = "not connected yet";

    private final NodeAddress node;
    private final LinkOptions options;
    private final Transport transport;
    private final Clock clock;
    private final Link link;
    private final Debts debts;
    private final Station station = new Station();
    private final Repair.Probe probe;
    private final IdentityCheck identity;
    private final Suspicion suspicion;
    private final Ramp ramp;
    private final Observers observers;
    private final ObservedNode observed;
    private final LargestItem largest;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private MemberState state = MemberState.RETURNING;
    private @Nullable Connection connection;
    private boolean repairing;
    private String trouble = NOT_YET;

    /** Whether it has been up and then left alone for longer than a reconnection takes. */
    private boolean wasAway;

    private boolean everUp;

    /** How often it has ceased to be up. */
    private final AtomicLong outages = new AtomicLong();

    /** The connection while the state is UP, otherwise null: all that a call needs to look at in good times. */
    private volatile @Nullable Connection usable;

    Member(NodeAddress node, LinkOptions options, Transport transport, Clock clock, Repair.Probe probe, Trust trust) {
        this.node = node;
        this.probe = probe;
        this.identity = trust.identities().of(node);
        this.options = options;
        this.transport = transport;
        this.clock = clock;
        this.suspicion = new Suspicion(node, options, trust.doubt());
        this.ramp = new Ramp(options.detection().ramp(), clock);
        this.debts = new Debts(options.maxDebts());
        this.observers = trust.observers();
        this.observed = new ObservedNode(node, this::standing, debts::size);
        this.largest = new LargestItem(transport::execute, this::admin);
        this.link = new Link(node, transport, options, clock, this);
    }

    void start() {
        observers.joined(observed);
        link.start();
    }

    NodeAddress node() {
        return node;
    }

    /** What others see of it. */
    ObservedNode observed() {
        return observed;
    }

    Debts debts() {
        return debts;
    }

    /** What the node says of the list of nodes. */
    Station station() {
        return station;
    }

    boolean isClosed() {
        return state() == MemberState.CLOSED;
    }

    MemberState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** How the node stands, in words: its state, and what is the matter with it. */
    String standing() {
        lock.lock();
        try {
            String word = state.name().toLowerCase(Locale.ROOT);
            return trouble.isEmpty() ? word : word + ": " + trouble;
        } finally {
            lock.unlock();
        }
    }

    /** Asks a node that is up who it is, and leaves it if it is another one. */
    void checkIdentity() {
        Connection now = usable;
        if (now != null) {
            String objection =
                    identity.check(now, Deadline.in(clock, options.timeout().toNanos()));
            if (!objection.isEmpty()) {
                now.close(new IOException(objection));
            }
        }
    }

    /** A way to the commands that take a connection of their own. */
    Admin admin() {
        return new Admin(node, transport.door(), options.timeout());
    }

    /** The largest item that the node takes, in bytes; any where that is not known in time. */
    long itemSizeMax(Deadline deadline) {
        return probe.endpoint().isPresent() ? Long.MAX_VALUE : largest.bytes(deadline);
    }

    // --- calls ---

    /**
     * Sends the call, waiting first while the node is {@link MemberState#RETURNING}.
     *
     * @throws NodeUnavailable when it was not sent
     */
    void submit(Call call, Deadline deadline) {
        connection(deadline).submit(call);
    }

    /**
     * The connection of a node that is up, waiting first while it is {@link MemberState#RETURNING}.
     *
     * @throws NodeUnavailable when it is not up
     */
    Connection connection(Deadline deadline) {
        Connection now = usable;
        return now != null ? now : awaitUp(deadline);
    }

    /** Sends one call and waits for its end; afterwards its state says what became of it. */
    void run(Call call, Waiter waiter, Deadline deadline) {
        if (deadline.passed()) {
            throw new DeadlineExceeded("no time was left to ask node " + node + ", after " + deadline.elapsedText());
        }
        submit(call, deadline);
        if (!waiter.await(deadline)) {
            gaveUp(call);
        }
    }

    /** A caller's time was up: if that happens too often, the node is left alone. */
    void gaveUp(Call call) {
        Connection before = usable;
        call.giveUp();
        if (call.state() == Call.State.ABANDONED || call.state() == Call.State.WITHDRAWN) {
            String why = before == null ? null : suspicion.timedOut(clock.nanos(), before.answered());
            if (before != null && why != null) {
                suspect(before, why);
            }
        }
    }

    /** Why a call that was not answered was not answered. */
    FlagstoneException failure(Call call, Deadline deadline) {
        String what = "node " + node + ", " + call.request().verb() + ", after " + deadline.elapsedText() + ": ";
        return switch (call.state()) {
            case LOST -> new NodeUnavailable(what + "the connection broke before the reply came (" + trouble() + ")");
            case UNSENT, STALE -> new NodeUnavailable(what + "the connection broke before the call was sent");
            default -> new DeadlineExceeded(what + "no reply in time");
        };
    }

    /** The connection of a node that is up; null otherwise. */
    @Nullable
    Connection usable() {
        return usable;
    }

    /** How often the node has ceased to be up for this client: what happens in one outage happens under one number. */
    long outages() {
        return outages.get();
    }

    /** Whether one more read may go to the node: not all of them do at once after it was away. */
    boolean admitsRead() {
        return ramp.admits();
    }

    private Connection awaitUp(Deadline deadline) {
        lock.lock();
        try {
            awaitReturn(deadline);
            Connection now = usable;
            if (now == null) {
                throw new NodeUnavailable("node " + node + " is " + state.name().toLowerCase(Locale.ROOT) + " ("
                        + trouble + "), waited " + deadline.elapsedText());
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts are kept for later, as in {@link Waiter}. */
    private void awaitReturn(Deadline deadline) {
        boolean interrupted = false;
        while (state == MemberState.RETURNING && !deadline.passed()) {
            try {
                changed.awaitNanos(deadline.remaining());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Remembers that the node may hold an old value of the key, unless it can be told right now.
     *
     * @return true when it is remembered, false when the node is up
     */
    boolean owe(Share share, SpaceKey key) {
        lock.lock();
        try {
            if (usable != null) {
                return false;
            }
            debts.forget(share, key);
        } finally {
            lock.unlock();
        }
        share.owed(key);
        return true;
    }

    /**
     * Remembers that the node may hold an old value of the key and could not be told, even if it is up. Then it is told
     * before anybody reads it again.
     */
    void distrust(Share share, SpaceKey key) {
        debts.forget(share, key);
        repairIfUp();
        share.owed(key);
    }

    /** The same for all keys of the share. */
    void distrustAll(Share share) {
        debts.renewAll(share);
        repairIfUp();
    }

    private void repairIfUp() {
        Connection now;
        lock.lock();
        try {
            now = usable;
            if (now == null) {
                return;
            }
            enter(MemberState.RETURNING, "it could not be told of a change");
        } finally {
            lock.unlock();
        }
        startRepair(now, options.timeout());
    }

    // --- what the link tells; on the event loop, except unreachable ---

    @Override
    public void opened(Connection opened) {
        observed.connected();
        lock.lock();
        try {
            connection = opened;
            largest.forget();
        } finally {
            lock.unlock();
        }
        startRepair(opened, options.timeout());
    }

    @Override
    public void heard(Connection from) {
        suspicion.heard();
    }

    @Override
    public void broke(Connection broken, Throwable cause) {
        lock.lock();
        try {
            connection = null;
            suspicion.reset();
            enter(state == MemberState.UP ? MemberState.RETURNING : MemberState.DOWN, text(cause));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unreachable(Throwable cause) {
        lock.lock();
        try {
            enter(MemberState.DOWN, text(cause));
        } finally {
            lock.unlock();
        }
    }

    /** The node gets a last chance on the same connection, where late replies can still settle what timed out. */
    private void suspect(Connection suspected, String why) {
        lock.lock();
        try {
            if (state != MemberState.UP || connection != suspected) {
                return;
            }
            enter(MemberState.SUSPECT, why);
        } finally {
            lock.unlock();
        }
        observed.suspected();
        startRepair(suspected, options.silentAfter());
    }

    // --- repair ---

    private void startRepair(Connection on, Duration patience) {
        lock.lock();
        try {
            if (repairing || state == MemberState.CLOSED) {
                return;
            }
            repairing = true;
        } finally {
            lock.unlock();
        }
        transport.execute(() -> repair(on, patience));
    }

    private void repair(Connection on, Duration patience) {
        String problem = "it could not be restored to trust";
        try {
            String objection = probe.objection(on, this::admin);
            problem = objection.isEmpty()
                    ? Repair.run(on, probe, identity, patience, debts, options, clock, () -> declareUp(on))
                    : objection;
        } finally {
            if (!problem.isEmpty()) {
                on.close(new IOException(problem));
            }
            repairEnded(on, problem.isEmpty());
        }
    }

    /** A connection that was opened while another one's repair went on has its turn now. */
    private void repairEnded(Connection on, boolean repaired) {
        Connection next;
        lock.lock();
        try {
            if (!repaired) {
                repairing = false;
            }
            boolean pointless = usable != null || (connection == on && !repaired);
            next = repairing || pointless ? null : connection;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            startRepair(next, options.timeout());
        }
    }

    /**
     * The last step of a repair: true unless something became owed meanwhile. Then new calls wait, instead of failing
     * and leaving more debts, until the rest is paid.
     */
    private boolean declareUp(Connection on) {
        lock.lock();
        try {
            if (!debts.isEmpty()) {
                if (connection == on) {
                    enter(MemberState.RETURNING, "it is being told what it has missed");
                }
                return false;
            }
            // from here on there is another repair when there is another doubt
            repairing = false;
            if (connection == on && state != MemberState.CLOSED) {
                suspicion.reset();
                enter(MemberState.UP, "");
                if (wasAway) {
                    ramp.begin();
                }
                wasAway = false;
                everUp = true;
                usable = on;
                link.proven();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void enter(MemberState next, String why) {
        if (state == MemberState.CLOSED) {
            return;
        }
        if (next != state) {
            log(next, why);
        }
        if (state == MemberState.UP && next != MemberState.UP) {
            outages.incrementAndGet(); // before anybody can see that it is not usable
        }
        state = next;
        wasAway |= everUp && (next == MemberState.DOWN || next == MemberState.SUSPECT);
        trouble = why;
        usable = null;
        changed.signalAll();
    }

    private void log(MemberState next, String why) {
        boolean ordinary = next == MemberState.CLOSED || (next == MemberState.UP && trouble.equals(NOT_YET));
        System.Logger.Level level = ordinary ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        LOG.log(level, "node {0}: {1} to {2} {3}", node, state, next, why);
    }

    private String trouble() {
        lock.lock();
        try {
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }

    /** The node's name. */
    @Override
    public String toString() {
        return node.name();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            enter(MemberState.CLOSED, "the cache manager was closed");
        } finally {
            lock.unlock();
        }
        link.close();
        observers.left(observed);
    }
}
