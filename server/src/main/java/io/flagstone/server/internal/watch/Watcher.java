package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.Text;

/**
 * The lines that wait for one watcher: a ring of bytes with a fixed size. A line that does not fit is dropped and
 * counted, and the next one that fits is preceded by {@code skipped=N}. Any thread may offer, one drains.
 */
public final class Watcher {
    private static final byte[] SKIPPED = Text.ascii("skipped=");
    /** The word, 20 digits, line end. */
    private static final int SKIPPED_MAX = 32;

    private final int topics;
    private final byte[] ring;
    private final LogLine note = new LogLine(SKIPPED_MAX);
    private int head;
    private int length;
    private long skipped;
    private boolean woken;
    private volatile Runnable wake = () -> {};

    Watcher(int topics, int capacity) {
        this.topics = topics;
        this.ring = new byte[capacity];
    }

    int topics() {
        return topics;
    }

    boolean wants(Topic topic) {
        return (topics & topic.bit()) != 0;
    }

    /** Sets what is called when half of the room is taken, once until the next {@link #drain}; it must not block. */
    public void onHalfFull(Runnable action) {
        wake = action;
    }

    /** Adds a line; false when it was dropped. */
    boolean offer(byte[] line, int count) {
        boolean nowHalfFull;
        synchronized (this) {
            int room = ring.length - length;
            if (count + (skipped > 0 ? SKIPPED_MAX : 0) > room) {
                skipped++;
                return false;
            }
            if (skipped > 0) {
                note.clear().text(SKIPPED).number(skipped).text('\n');
                add(note.bytes(), note.length());
                skipped = 0;
            }
            add(line, count);
            nowHalfFull = !woken && length > ring.length / 2;
            woken |= nowHalfFull;
        }
        if (nowHalfFull) {
            wake.run();
        }
        return true;
    }

    private void add(byte[] source, int count) {
        int at = (head + length) % ring.length;
        int first = Math.min(count, ring.length - at);
        System.arraycopy(source, 0, ring, at, first);
        System.arraycopy(source, first, ring, 0, count - first);
        length += count;
    }

    /** Moves the oldest bytes, as many as there are and fit; answers how many. */
    public synchronized int drain(byte[] target) {
        int count = Math.min(length, target.length);
        int first = Math.min(count, ring.length - head);
        System.arraycopy(ring, head, target, 0, first);
        System.arraycopy(ring, 0, target, first, count - first);
        head = (head + count) % ring.length;
        length -= count;
        woken = false;
        return count;
    }
}
