package io.flagstone.testkit.gutter;

import io.flagstone.testkit.simulation.World;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The database, what each client has seen so far, and what must not be. */
final class Truth {

    /** Said of what was loaded while somebody else left something where it was to be stored: of that nothing is promised. */
    static final String NOT_KEPT = "loader, and not kept";

    /**
     * Said of what a node got when whoever had sent it had given that up, and other clients read until that one has paid: others
     * are promised nothing of that, neither at the owner, with or without a gutter, nor in the gutter.
     */
    static final String LATE = "a late store";

    /** What was loaded is as old as the beginning of that: a loader takes 25 ticks, and a store 52 before it is given up. */
    private static final int LOADING = 25 + 52;

    private final World world;
    private final boolean alone;
    private final Map<Integer, Long> versions = new HashMap<>();
    private final Map<Integer, Boolean> removed = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();

    /** For each key, when each version was acknowledged. */
    private final Map<Integer, TreeMap<Long, Long>> acknowledged = new HashMap<>();

    private @Nullable String violation;
    private int reads;
    private int fromGutter;

    /**
     * @param alone whether there is one client only, which is promised more
     */
    Truth(World world, boolean alone) {
        this.world = world;
        this.alone = alone;
    }

    /** The database is written first. */
    long next(int key, boolean removal) {
        removed.put(key, removal);
        return versions.merge(key, 1L, Long::sum);
    }

    /** What the database has, after a while; zero for nothing. */
    void load(int key, LongConsumer then) {
        long value = Boolean.TRUE.equals(removed.get(key)) ? 0 : versions.getOrDefault(key, 0L);
        world.after(world.between(1, 25), () -> then.accept(value));
    }

    void written(String client, int key, long version) {
        acknowledged.computeIfAbsent(key, k -> new TreeMap<>()).put(version, world.now());
        floors.merge(client + key, version, Math::max);
    }

    long floor(String client, int key) {
        return floors.getOrDefault(client + key, 0L);
    }

    /**
     * A read is over.
     *
     * @param floor what the client had seen when the read began
     */
    void read(String client, int key, long value, long floor, String where) {
        reads++;
        if (value != 0 && value < floor && (alone || !where.equals(LATE))) {
            violated(client + " read version " + value + " of k" + key + " from " + where + " after " + floor);
        }
        if (!where.equals(NOT_KEPT) && (alone || !where.equals(LATE))) {
            floors.merge(client + key, value, Math::max);
        }
    }

    /** A version was found in the gutter by a read that began then. */
    void inGutter(int key, long value, long invoked, boolean late) {
        fromGutter++;
        var later = acknowledged.computeIfAbsent(key, k -> new TreeMap<>()).higherEntry(value);
        if (later != null && !late && invoked - later.getValue() > Client.LIFE + LOADING) {
            violated("version " + value + " of k" + key + " was in the gutter " + (invoked - later.getValue())
                    + " ticks after version " + later.getKey());
        }
    }

    private void violated(String what) {
        world.trace(() -> "*** " + what);
        if (violation == null) {
            violation = what;
        }
    }

    @Nullable
    String violation() {
        return violation;
    }

    int reads() {
        return reads;
    }

    int fromGutter() {
        return fromGutter;
    }
}
