package io.flagstone.server.internal.report;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sockets a node has open, by numbers that are never used twice; any thread. */
public final class SocketTable {
    /** A socket as {@code stats conns} shows it; any thread may ask. */
    public interface Entry {
        /** Its other end, or for a listener its own: {@code tcp:1.2.3.4:5}, {@code tcp6:[::1]:5}, {@code unix:/path}. */
        String address();

        /** Where it came in; empty for a listener. */
        String listenAddress();

        /** What it is doing, in memcached's words. */
        String state();

        /** Answers that its client has not taken yet, or more: all since it had last taken everything. */
        default long waiting() {
            return 0;
        }

        /** {@link System#nanoTime} of its last command. */
        long lastCommand();
    }

    /** Numbers below are a process's own files. */
    private static final int FIRST = 3;

    private final AtomicInteger next = new AtomicInteger(FIRST);
    private final ConcurrentSkipListMap<Integer, Entry> entries = new ConcurrentSkipListMap<>();

    /** Adds a socket; answers its number. */
    public int add(Entry entry) {
        int id = next.getAndIncrement();
        entries.put(id, entry);
        return id;
    }

    /** A socket was closed. */
    public void remove(int id) {
        entries.remove(id);
    }

    /** The sockets in the order of their numbers. */
    public Map<Integer, Entry> entries() {
        return entries;
    }
}
