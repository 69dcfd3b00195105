package io.flagstone.server.internal.store;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.items.Epoch;
import io.flagstone.server.internal.items.Events;
import io.flagstone.server.internal.items.Evictor;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.LruPolicy;
import io.flagstone.server.internal.items.Popularity;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.SlabClasses;
import io.flagstone.server.internal.memory.Slabs;
import io.flagstone.server.internal.stats.Faults;
import io.flagstone.server.internal.upkeep.Balancer;
import io.flagstone.server.internal.upkeep.Crawler;
import io.flagstone.server.internal.upkeep.Flusher;
import io.flagstone.server.internal.upkeep.Juggler;
import io.flagstone.server.internal.upkeep.Maintainer;
import io.flagstone.server.internal.upkeep.PageMover;
import io.flagstone.server.internal.upkeep.Rescue;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.EngineListener;
import io.flagstone.server.store.Handover;
import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.SlabControls;
import io.flagstone.server.store.StatisticsGroup;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The default engine: items in slab pages off the heap, a segmented index, an LRU of four lists per slab class.
 *
 * <p>Locks, in the order in which they may be waited for: an index segment's; an LRU class's; a slab class's. A segment
 * may be tried, but never waited for, by a thread that holds an LRU class or another segment. Nothing else is locked on
 * the way of a request.
 */
public final class SlabEngine implements StorageEngine {
    /** A tenth of a core at 5 ns a chunk header. */
    private static final int CHUNKS_PER_CRAWL = 1 << 20;

    private final Heap heap;
    private final Index index;
    private final Links links;
    private final Popularity popularity;
    private final Evictor evictor;
    private final Flusher flusher;
    private final Maintainer maintainer;
    private final Events events;
    private final SlabSteering steering;
    private final SlabHandover handover;
    private final SlabStatistics statistics;
    private final List<SlabCursor> cursors = new CopyOnWriteArrayList<>();
    private final KeyHash hash;
    private final StoreClock clock;
    private final long itemSizeMax;

    /** Opens an engine and starts its maintainer. */
    public SlabEngine(EngineContext context) {
        this(context, true);
    }

    /**
     * @param maintained whether the maintainer runs; without it the engine is as it is while that thread gets no time
     */
    SlabEngine(EngineContext context, boolean maintained) {
        NodeOptions options = context.options();
        clock = context.clock();
        hash = context.hash();
        itemSizeMax = options.bytes(Option.ITEM_SIZE_MAX);
        Pages pages = new Pages(options.memory().bytes());
        heap = new Heap(pages, new Slabs(SlabClasses.of(options), pages), new ItemLayout(options.is(Option.CAS)));
        index = new Index(heap, options.threads());
        popularity = new Popularity(options.memory().bytes());
        LruClass[] lrus = lrus(LruPolicy.of(options));
        Epoch epoch = new Epoch();
        links = new Links(heap, lrus, epoch);
        events = new Events(this::view);
        evictor = new Evictor(heap, index, lrus, links, events, clock, options.is(Option.EVICTIONS));
        Crawler crawler = new Crawler(heap, index, lrus, links, events, CHUNKS_PER_CRAWL);
        flusher = new Flusher(epoch, crawler, index, heap, links);
        Rescue rescue = new Rescue(heap, index, links, evictor);
        PageMover mover = new PageMover(heap, rescue, events);
        Balancer balancer = new Balancer(heap, lrus, mover, options);
        Juggler juggler = new Juggler(lrus, popularity);
        Faults faults = new Faults(System::nanoTime);
        boolean crawls = options.is(Option.LRU_CRAWLER);
        maintainer = new Maintainer(clock, flusher, juggler, crawler, mover, balancer, faults, crawls);
        statistics =
                new SlabStatistics(heap, index, lrus, cursors, new BackgroundWork(rescue, mover, crawler, juggler));
        popularity.onDue(maintainer::wake);
        evictor.onStarvation(slabClass -> {
            balancer.starved(slabClass);
            maintainer.wake();
        });
        steering = new SlabSteering(heap, lrus, balancer, mover, maintainer, evictor, options);
        handover = new SlabHandover(heap, index, lrus, links, epoch, hash, clock);
        if (maintained) {
            maintainer.start();
        }
    }

    private StoredItem view(long handle) {
        ItemView view = new ItemView(heap);
        view.wrap(handle);
        return view;
    }

    private LruClass[] lrus(LruPolicy policy) {
        LruClass[] lrus = new LruClass[heap.slabs().classes().last() + 1];
        for (int slabClass = 0; slabClass < lrus.length; slabClass++) {
            lrus[slabClass] = new LruClass(heap, policy, popularity.duels(slabClass));
        }
        return lrus;
    }

    @Override
    public Cursor cursor() {
        SlabCursor cursor = new SlabCursor(heap, index, links, popularity, flusher, hash, clock);
        cursors.add(cursor);
        return cursor;
    }

    @Override
    public Draft draft() {
        return new SlabDraft(heap, evictor, hash, itemSizeMax);
    }

    @Override
    public void flush(int second) {
        flusher.flush(second, clock.now());
        maintainer.wake();
    }

    @Override
    public Walk walk() {
        return new SlabWalk(index, heap, links, clock);
    }

    @Override
    public boolean resize(long bytes) {
        heap.pages().limit(bytes);
        maintainer.wake();
        return true;
    }

    @Override
    public void crawl(boolean enabled) {
        maintainer.crawl(enabled);
    }

    @Override
    public void listener(EngineListener listener) {
        events.listener(listener);
    }

    @Override
    public Handover handover() {
        return handover;
    }

    @Override
    public SlabControls controls() {
        return steering;
    }

    @Override
    public Map<String, String> statistics(StatisticsGroup group) {
        return statistics.report(group, clock.now());
    }

    @Override
    public Map<String, Long> measurements() {
        return statistics.measurements();
    }

    @Override
    public void resetStatistics() {
        statistics.reset();
    }

    @Override
    public void close() {
        maintainer.stop();
    }
}
