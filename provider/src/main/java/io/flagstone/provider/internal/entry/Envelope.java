package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.Compression;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The layout of an item's bytes.
 *
 * <pre>
 *  live entry                                           held entry
 *  +----+----+                                          +----+----+
 *  | F1 |    | format, shape                            | F1 | 01 | format, shape
 *  +----+----+                                          +----+----+-----------------------+
 *  |    | codec                                         | holder                          |
 *  +----+----------------------------+                  +---------------------------------+
 *  | end, ms since the epoch         | if ENDS          | the entry before, if there was, |
 *  +----+----------------------------+                  | as a live entry                 |
 *  | when a renewal is taken for dead,                  +---------------------------------+
 *  | ms since the epoch              | if RENEWS
 *  +----+----------------------------+
 *  |    | text of the key            | if KEYED
 *  +----+----------------------------+
 *  |    | size before compression, if compressed
 *  +----+----------------------------+
 *  | payload                         |
 *  +---------------------------------+
 *
 *  shape   bit 0 HELD   bit 1 ENDS   bit 2 SLIDES   bit 3 KEYED   bits 4 and 5 compression   bit 6 RENEWS
 * </pre>
 *
 * Numbers of eight bytes are big-endian. Lengths and sizes take seven bits a byte, the lowest first, with the eighth
 * set while more follow.
 *
 * <p>There is no checksum: TCP has one, and nodes are trusted to return what they were given, as all clients of memcached
 * trust them. What is cut short, or of a shape that nobody writes, is no envelope all the same.
 */
final class Envelope {

    private static final byte FORMAT = (byte) 0xF1;

    private static final int HELD = 1;
    private static final int ENDS = 1 << 1;
    private static final int SLIDES = 1 << 2;
    private static final int KEYED = 1 << 3;
    private static final int COMPRESSION_SHIFT = 4;
    private static final int COMPRESSION_BITS = 3;
    private static final int RENEWS = 1 << 6;
    private static final int LIVE_BITS = ENDS | SLIDES | KEYED | RENEWS | COMPRESSION_BITS << COMPRESSION_SHIFT;

    /** Where the fifth byte of a length goes, and what is left for it of 31 bits. */
    private static final int LAST_SHIFT = 28;

    private static final int LAST_PART = 7;

    /** Format, shape, codec, end, renewal, and two lengths of at most five bytes. */
    private static final int LARGEST_HEAD = 3 + 8 + 8 + 5 + 5;

    /** No renewal is under way. */
    static final long NO_RENEWAL = 0;

    /** Format, shape, holder. */
    private static final int HELD_HEAD = 2 + 8;

    private Envelope() {}

    /** What an envelope says, parsed. The payload is not copied. */
    record Content(
            boolean held,
            long holder,
            @Nullable ByteBuffer before,
            boolean slides,
            long end,
            long renewal,
            byte @Nullable [] keyText,
            @Nullable Payload payload) {}

    static byte[] live(byte @Nullable [] keyText, Payload payload, long end, boolean slides) {
        return live(keyText, payload, end, slides, NO_RENEWAL);
    }

    /** An entry that somebody renews, and until when nobody else need do so. It has an end, which has passed. */
    static byte[] renewing(byte @Nullable [] keyText, Payload payload, long end, long renewal) {
        return live(keyText, payload, end, false, renewal);
    }

    private static byte[] live(byte @Nullable [] keyText, Payload payload, long end, boolean slides, long renewal) {
        int keyBytes = keyText == null ? 0 : keyText.length;
        ByteBuffer out =
                ByteBuffer.allocate(LARGEST_HEAD + keyBytes + payload.bytes().remaining());
        boolean compressed = payload.compression() != Compression.NONE;
        int shape = (end == Expiry.NEVER ? 0 : ENDS)
                | (slides ? SLIDES : 0)
                | (keyText == null ? 0 : KEYED)
                | (renewal == NO_RENEWAL ? 0 : RENEWS)
                | (payload.compression().code() << COMPRESSION_SHIFT);
        out.put(FORMAT).put((byte) shape).put((byte) payload.codec());
        if (end != Expiry.NEVER) {
            out.putLong(end);
        }
        if (renewal != NO_RENEWAL) {
            out.putLong(renewal);
        }
        if (keyText != null) {
            putCount(out, keyText.length);
            out.put(keyText);
        }
        if (compressed) {
            putCount(out, payload.inflatedSize());
        }
        out.put(payload.bytes().duplicate());
        return written(out);
    }

    static byte[] held(long holder, byte @Nullable [] before) {
        ByteBuffer out = ByteBuffer.allocate(HELD_HEAD + (before == null ? 0 : before.length));
        out.put(FORMAT).put((byte) HELD).putLong(holder);
        if (before != null) {
            out.put(before);
        }
        return written(out);
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** What these bytes say, or null when they are no envelope. */
    static @Nullable Content parse(ByteBuffer in) {
        if (in.remaining() < 2 || in.get() != FORMAT) {
            return null;
        }
        int shape = in.get();
        if (shape == HELD) {
            return in.remaining() < Long.BYTES
                    ? null
                    : new Content(true, in.getLong(), in.slice(), false, Expiry.NEVER, NO_RENEWAL, null, null);
        }
        return isLive(shape) && in.hasRemaining() ? parseLive(in, shape) : null;
    }

    /** What only damage, or a later version, puts together is not read. */
    private static boolean isLive(int shape) {
        int kind = shape & (ENDS | SLIDES | RENEWS);
        return (shape & ~LIVE_BITS) == 0 && kind != SLIDES && kind != RENEWS && (kind & ~ENDS) != (SLIDES | RENEWS);
    }

    private static @Nullable Content parseLive(ByteBuffer in, int shape) {
        int codec = in.get();
        int times = Integer.bitCount(shape & (ENDS | RENEWS));
        if (in.remaining() < times * Long.BYTES) {
            return null;
        }
        long end = (shape & ENDS) == 0 ? Expiry.NEVER : in.getLong();
        long renewal = (shape & RENEWS) == 0 ? NO_RENEWAL : in.getLong();
        byte[] keyText = null;
        if ((shape & KEYED) != 0) {
            int length = count(in);
            if (length < 0 || length > in.remaining()) {
                return null;
            }
            keyText = new byte[length];
            in.get(keyText);
        }
        Compression compression = Compression.coded((shape >>> COMPRESSION_SHIFT) & COMPRESSION_BITS);
        int inflated = compression == Compression.NONE ? in.remaining() : count(in);
        if (compression == null || inflated < 0) {
            return null;
        }
        Payload payload = new Payload(codec, compression, inflated, in.slice());
        return new Content(false, 0, null, (shape & SLIDES) != 0, end, renewal, keyText, payload);
    }

    private static void putCount(ByteBuffer out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** The number at this place, or -1 when there is none. */
    private static int count(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift <= LAST_SHIFT && in.hasRemaining(); shift += 7) {
            int part = in.get();
            if (shift == LAST_SHIFT && (part & 0x7F) > LAST_PART) {
                return -1;
            }
            value |= (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        return -1;
    }
}
