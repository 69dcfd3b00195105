package io.flagstone.server.internal.observe;

import io.flagstone.server.internal.observe.Happening.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/** The last things that happened, as many as fit; any thread. What repeats itself within a minute is one thing. */
public final class Happenings {
    /** How many are kept. */
    public static final int KEPT = 100;

    private static final long REPEATS_MILLIS = 60_000;

    private final LongSupplier millis;
    private final List<Happening> kept = new ArrayList<>();

    /**
     * None yet.
     *
     * @param millis Unix milliseconds
     */
    public Happenings(LongSupplier millis) {
        this.millis = millis;
    }

    /** Something happens; the text must not have keys, values or secrets in it. */
    public synchronized void note(Kind kind, String text) {
        long now = millis.getAsLong();
        for (int i = kept.size() - 1; i >= 0; i--) {
            Happening earlier = kept.get(i);
            if (earlier.says(kind, text) && now - earlier.last() < REPEATS_MILLIS) {
                kept.remove(i);
                kept.add(earlier.again(now));
                return;
            }
        }
        if (kept.size() == KEPT) {
            kept.remove(0);
        }
        kept.add(new Happening(kind, text, now, now, 1));
    }

    /** What happened, the latest first. */
    public synchronized List<Happening> latest() {
        List<Happening> latest = new ArrayList<>(kept);
        Collections.reverse(latest);
        return latest;
    }
}
