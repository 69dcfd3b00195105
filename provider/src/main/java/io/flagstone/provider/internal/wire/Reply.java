package io.flagstone.provider.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** One answer of a node. */
public final class Reply {

    private final Status status;
    private final byte @Nullable [] value;
    private final long cas;
    private final int flags;
    private final int ttl;
    private final int size;
    private final boolean won;
    private final boolean claimed;
    private final @Nullable String complaint;

    Reply(ReplyLine line, byte @Nullable [] value) {
        this.status = line.status;
        this.value = value;
        this.cas = line.cas;
        this.flags = line.flags;
        this.ttl = line.ttl;
        this.size = line.size;
        this.won = line.won;
        this.claimed = line.claimed;
        this.complaint = line.complaint;
    }

    private Reply(Reply other, byte[] value) {
        this.status = other.status;
        this.value = value;
        this.cas = other.cas;
        this.flags = other.flags;
        this.ttl = other.ttl;
        this.size = other.size;
        this.won = other.won;
        this.claimed = other.claimed;
        this.complaint = other.complaint;
    }

    /** The same answer with another value. */
    public Reply holding(byte[] other) {
        return new Reply(this, other);
    }

    public Status status() {
        return status;
    }

    /** The data block of {@link Status#VALUE}, otherwise null. Not copied. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The item's token, or 0 when none was returned. */
    public long cas() {
        return cas;
    }

    /** The client flags. */
    public int flags() {
        return flags;
    }

    /** Seconds to live, or -1 for ever. */
    public int ttl() {
        return ttl;
    }

    /** Whether this very read created the stub it returns ({@code W}). */
    public boolean won() {
        return won;
    }

    /** An item without bytes that some read created to say that it will bring them ({@code W} or {@code Z}). */
    public boolean isStub() {
        return size == 0 && (won || claimed);
    }

    /** An item without bytes that was stored with these client flags. */
    public boolean isEmptyWith(int itsFlags) {
        return size == 0 && flags == itsFlags && !won && !claimed;
    }

    /** The text of {@link Status#REFUSED}, otherwise null. */
    public @Nullable String complaint() {
        return complaint;
    }

    /**
     * The data block read as a number.
     *
     * @throws NumberFormatException when it is none
     */
    public long number() {
        if (value == null) {
            throw new NumberFormatException("no value in a " + status + " reply");
        }
        return Long.parseLong(new String(value, US_ASCII).trim());
    }
}
