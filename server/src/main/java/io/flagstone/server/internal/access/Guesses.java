package io.flagstone.server.internal.access;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * From where wrong passwords came lately, and how long nobody there may try another: after so many wrong ones a second,
 * then twice as long after each further one, up to {@value #LONGEST_SECONDS} s. A minute without a wrong one and all is
 * forgotten. Any thread may ask; a question takes a look at eight places. Those that ask at the same moment all hear the
 * same, so at the end of a wait there may be as many attempts at once as there are event loops.
 *
 * <p>Memory is {@value #PLACES} places and no more. An address has eight of them to choose from, by a hash with a secret;
 * where all are taken, the one whose last wrong password is oldest makes way. Neither passwords nor names of users are
 * kept, of a name only a hash, so that a right password clears away what the same user got wrong, and not what was tried
 * with the names of others: who has a password of its own does not get more guesses by it.
 *
 * <p>Of IPv6 the first 64 bits count, for one host has them all to itself.
 */
final class Guesses {
    static final int PLACES = 4096;
    static final int LONGEST_SECONDS = 8;
    /** Places that an address may have. */
    private static final int CHOICE = 8;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MEMORY = TimeUnit.MINUTES.toNanos(1);
    /** Doublings of a second until the longest wait. */
    private static final int DOUBLINGS = Integer.numberOfTrailingZeros(LONGEST_SECONDS);

    private static final int IPV4 = 4;
    /** In front of an IPv4 address; no network of IPv6 begins with it. */
    private static final long IPV4_MARK = 0xffffL << Integer.SIZE;

    private final int free;
    private final LongSupplier nanos;
    private final long secret = new SecureRandom().nextLong();
    private final long[] addresses = new long[PLACES];
    /** Hash of the user that was tried. */
    private final long[] users = new long[PLACES];
    /** Whether others were tried, too. */
    private final boolean[] mixed = new boolean[PLACES];
    /** When the last wrong password came. */
    private final long[] last = new long[PLACES];
    /** Wrong passwords so far; 0 where nobody is. */
    private final int[] counts = new int[PLACES];

    /**
     * Nobody has guessed yet.
     *
     * @param free wrong passwords from one address before it has to wait
     * @param nanos a monotonic clock in nanoseconds
     */
    Guesses(int free, LongSupplier nanos) {
        this.free = free;
        this.nanos = nanos;
    }

    /** Whether a password from this address is to be looked at now. */
    synchronized boolean mayTry(InetAddress from) {
        long now = nanos.getAsLong();
        int place = find(address(from), now);
        return place < 0 || now - last[place] >= wait(counts[place]);
    }

    /** A wrong password came from there. */
    synchronized void failed(InetAddress from, long user) {
        long now = nanos.getAsLong();
        long address = address(from);
        int place = find(address, now);
        if (place < 0) {
            place = roomFor(address, now);
            addresses[place] = address;
            users[place] = user;
            mixed[place] = false;
            counts[place] = 0;
        }
        mixed[place] |= users[place] != user;
        last[place] = now;
        counts[place] = Math.min(counts[place] + 1, free + DOUBLINGS + 1);
    }

    /** A right password came from there. */
    synchronized void succeeded(InetAddress from, long user) {
        int place = find(address(from), nanos.getAsLong());
        if (place >= 0 && !mixed[place] && users[place] == user) {
            counts[place] = 0;
        }
    }

    private long wait(int count) {
        return count < free ? 0 : SECOND << Math.min(count - free, DOUBLINGS);
    }

    private boolean isFree(int place, long now) {
        return counts[place] == 0 || now - last[place] >= MEMORY;
    }

    private int find(long address, long now) {
        int first = first(address);
        for (int i = first; i < first + CHOICE; i++) {
            if (addresses[i] == address && !isFree(i, now)) {
                return i;
            }
        }
        return -1;
    }

    private int roomFor(long address, long now) {
        int first = first(address);
        int oldest = first;
        for (int i = first; i < first + CHOICE; i++) {
            if (isFree(i, now)) {
                return i;
            }
            oldest = now - last[i] > now - last[oldest] ? i : oldest;
        }
        return oldest;
    }

    /** The finalizer of SplitMix64 spreads the bits. */
    private int first(long address) {
        long mixed = address ^ secret;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) ((mixed ^ (mixed >>> 31)) & (PLACES / CHOICE - 1)) * CHOICE;
    }

    private static long address(InetAddress from) {
        byte[] bytes = from.getAddress();
        long first = 0;
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
            first = (first << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return bytes.length == IPV4 ? IPV4_MARK | first : first;
    }

    /** A user's name as it is kept here. */
    static long user(byte[] in, int from, int length) {
        long hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + in[i];
        }
        return hash;
    }

    /** No address and no user. */
    @Override
    public String toString() {
        return "guesses of passwords";
    }
}
