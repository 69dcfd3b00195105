package io.flagstone.server.internal.operation;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;
import java.util.Arrays;

/**
 * Adds to and subtracts from numbers kept as decimal text: 64 bits unsigned, wrapping at the top, stopping at zero. The
 * result is written in place, padded with blanks, when it fits and nobody is reading; else a new item takes the place.
 */
public final class Arithmetic {
    /** What became of an attempt. */
    public enum Outcome {
        DONE,
        NOT_FOUND,
        /** The item has another CAS number than the one asked for. */
        CHANGED,
        NOT_NUMERIC,
        OUT_OF_MEMORY
    }

    /** Bytes of a value that are looked at for a number, and up to which it is changed in place. */
    private static final int TEXT_MAX = 1024;

    private static final int DIGITS_MAX = 20;

    /** What a number that was not there is stored by, in the words of watchers. */
    private static final String ADD = "add";

    private final Cursor cursor;
    private final Draft scratch;
    private final LoopCounters counters;
    private final RequestLog log;
    /** Bytes of the largest item that lies in one chunk. */
    private final long chunkMax;

    private final byte[] text = new byte[TEXT_MAX];
    private long value;

    /** Arithmetic for one event loop. */
    public Arithmetic(Tools tools) {
        this.cursor = tools.cursor();
        this.scratch = tools.scratch();
        this.counters = tools.counters();
        this.log = tools.log();
        this.chunkMax = tools.facts().options().bytes(Option.SLAB_CHUNK_MAX);
    }

    /** The number after the last successful attempt. */
    public long value() {
        return value;
    }

    /** Changes the number under a key. The key is held afterwards, whatever the answer; the caller releases it. */
    public Outcome change(byte[] key, int keyStart, int keyLength, long delta, boolean add) {
        return change(key, keyStart, keyLength, delta, add, false, 0);
    }

    /** As {@link #change(byte[], int, int, long, boolean)}, if {@code compares} only of an item with this CAS number. */
    public Outcome change(
            byte[] key, int keyStart, int keyLength, long delta, boolean add, boolean compares, long cas) {
        boolean found = cursor.seek(key, keyStart, keyLength);
        log.fetched(key, keyStart, keyLength, found);
        if (!found) {
            return Outcome.NOT_FOUND;
        }
        if (cursor.valueLength() == 0 || cursor.footprint() > chunkMax) {
            // Empty, or in several chunks, whatever it begins with. Not even with a wrong CAS number is it anything
            // else.
            return Outcome.NOT_NUMERIC;
        }
        if (compares && cas != cursor.cas()) {
            return Outcome.CHANGED;
        }
        Outcome outcome = apply(key, keyStart, keyLength, delta, add);
        if (outcome == Outcome.DONE) {
            counters.count(add ? Counter.INCR_HITS : Counter.DECR_HITS);
            counters.count(add ? ClassCounter.INCR_HITS : ClassCounter.DECR_HITS, cursor.slabClass());
        }
        return outcome;
    }

    /** Counts a key that was not found. */
    public void countMiss(boolean add) {
        counters.count(add ? Counter.INCR_MISSES : Counter.DECR_MISSES);
    }

    /** Changes the number under the cursor, which gets a new CAS number. */
    private Outcome apply(byte[] key, int keyStart, int keyLength, long delta, boolean add) {
        int length = cursor.valueLength();
        int read = Math.min(length, TEXT_MAX);
        cursor.copyValue(0, text, 0, read);
        if (!parse(read)) {
            return Outcome.NOT_NUMERIC;
        }
        if (add) {
            value += delta;
        } else {
            value = Long.compareUnsigned(delta, value) > 0 ? 0 : value - delta;
        }
        int digits = print();
        if (digits <= length && length <= TEXT_MAX) {
            Arrays.fill(text, digits, length, (byte) ' ');
            if (cursor.overwrite(text, 0, length)) {
                cursor.renewCas();
                return Outcome.DONE;
            }
        }
        return replace(key, keyStart, keyLength, digits);
    }

    /** Reads the text as the C library does: white space, an optional sign, digits, then white space or the end. */
    private boolean parse(int length) {
        int at = 0;
        while (at < length && isSpace(text[at])) {
            at++;
        }
        if (at < length && text[at] == '+') {
            at++;
        }
        int first = at;
        long sum = 0;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            if (Long.compareUnsigned(sum, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false;
            }
            sum = sum * 10 + digit;
            at++;
        }
        value = sum;
        return at > first && (at == length || isSpace(text[at]));
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || (one >= '\t' && one <= '\r');
    }

    /** Writes the number to the front of the text; answers its digits. */
    private int print() {
        int at = DIGITS_MAX;
        long left = value;
        do {
            long quotient = Long.divideUnsigned(left, 10);
            text[--at] = (byte) ('0' + (left - quotient * 10));
            left = quotient;
        } while (left != 0);
        System.arraycopy(text, at, text, 0, DIGITS_MAX - at);
        return DIGITS_MAX - at;
    }

    private Outcome replace(byte[] key, int keyStart, int keyLength, int digits) {
        boolean binary = cursor.has(Mark.BINARY_KEY);
        int expiry = cursor.expiry();
        if (scratch.open(key, keyStart, keyLength, cursor.flags(), expiry, digits) != Draft.Outcome.READY) {
            return Outcome.OUT_OF_MEMORY;
        }
        scratch.write(text, 0, digits);
        cursor.store(scratch);
        counters.count(Counter.TOTAL_ITEMS);
        if (binary) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        return Outcome.DONE;
    }

    /**
     * Stores {@code number} as a new item; the key is held and nothing is there.
     *
     * @param expiry second in which it expires
     * @return false when there is no memory for it
     */
    public boolean create(byte[] key, int keyStart, int keyLength, long number, int expiry) {
        value = number;
        int digits = print();
        if (scratch.open(key, keyStart, keyLength, 0, expiry, digits) != Draft.Outcome.READY) {
            counters.count(Counter.STORE_NO_MEMORY);
            return false;
        }
        scratch.write(text, 0, digits);
        cursor.store(scratch);
        counters.count(Counter.TOTAL_ITEMS);
        log.stored(ADD);
        return true;
    }

    /** Appends the number to a reply; room must have been reserved. */
    public void write(ReplyBuffer reply) {
        reply.number(value);
    }

    /** Digits of the number. */
    public int digits() {
        int digits = 1;
        for (long left = Long.divideUnsigned(value, 10); left != 0; left /= 10) {
            digits++;
        }
        return digits;
    }
}
