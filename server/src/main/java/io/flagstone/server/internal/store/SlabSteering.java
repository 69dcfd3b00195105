package io.flagstone.server.internal.store;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.items.Evictor;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.LruPolicy;
import io.flagstone.server.internal.upkeep.Balancer;
import io.flagstone.server.internal.upkeep.Maintainer;
import io.flagstone.server.internal.upkeep.PageMover;
import io.flagstone.server.store.LruTuning;
import io.flagstone.server.store.PageMoving;
import io.flagstone.server.store.SlabControls;

/** Carries an operator's wishes to the engine's parts; pages themselves move in the maintainer's thread. */
final class SlabSteering implements SlabControls {
    private static final int POOL = 0;
    private static final int ANY = -1;
    /** Level at which every eviction moves a page. */
    private static final int EAGER = 2;
    /** A class keeps its last page. */
    private static final int PAGES_TO_SPARE = 2;

    private final Heap heap;
    private final LruClass[] lrus;
    private final Balancer balancer;
    private final PageMover mover;
    private final Maintainer maintainer;
    private final Evictor evictor;
    private volatile LruTuning tuning;
    private int lastTaken = POOL;

    SlabSteering(
            Heap heap,
            LruClass[] lrus,
            Balancer balancer,
            PageMover mover,
            Maintainer maintainer,
            Evictor evictor,
            NodeOptions options) {
        this.heap = heap;
        this.lrus = lrus;
        this.balancer = balancer;
        this.mover = mover;
        this.maintainer = maintainer;
        this.evictor = evictor;
        this.tuning = LruPolicy.of(options).tuning();
        evictor.eager(balancer.moving().level() == EAGER);
    }

    @Override
    public synchronized Reassignment reassign(int from, int to) {
        if (mover.isRunning() || balancer.isAsked()) {
            return Reassignment.BUSY;
        }
        if (from == to) {
            return Reassignment.SAME;
        }
        int source = from == ANY ? anyWithSpare(to) : from;
        int last = lrus.length - 1;
        if (source < POOL || source > last || to < POOL || to > last) {
            return Reassignment.BAD_CLASS;
        }
        int pages = source == POOL ? heap.pages().pooled() : heap.slabs().pageCount(source);
        if (pages < PAGES_TO_SPARE) {
            return Reassignment.NO_SPARE;
        }
        if (!balancer.ask(source, to)) {
            return Reassignment.BUSY;
        }
        maintainer.wake();
        return Reassignment.STARTED;
    }

    /** The next class after the one taken last that has a page to spare; -1 when none has. */
    private int anyWithSpare(int except) {
        int classes = lrus.length - 1;
        for (int i = 0; i < classes; i++) {
            int candidate = (lastTaken + i) % classes + 1;
            if (candidate != except && heap.slabs().pageCount(candidate) >= PAGES_TO_SPARE) {
                lastTaken = candidate;
                return candidate;
            }
        }
        return ANY;
    }

    @Override
    public PageMoving pageMoving() {
        return balancer.moving();
    }

    @Override
    public void pageMoving(PageMoving moving) {
        balancer.moving(moving);
        evictor.eager(moving.level() == EAGER);
    }

    @Override
    public LruTuning lruTuning() {
        return tuning;
    }

    @Override
    public synchronized void lruTuning(LruTuning other) {
        tuning = other;
        LruPolicy policy = new LruPolicy(other);
        for (LruClass lru : lrus) {
            lru.lock();
            try {
                lru.policy(policy);
            } finally {
                lru.unlock();
            }
        }
        maintainer.wake();
    }
}
