package io.flagstone.provider.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * One meta command, encoded but for its opaque token, which the connection adds when it sends the line.
 *
 * <p>Source: memcached's {@code doc/protocol.txt}, sections on meta commands.
 */
public final class Request {

    /** Store modes, the argument of the {@code M} flag. */
    public enum Mode {
        /** Store whatever is there. */
        SET,
        /** Store only where nothing is. */
        ADD
    }

    /** No compare-and-swap token: the command applies whatever the item's token is. */
    public static final long ANY_CAS = 0;

    /** No time to live on the wire: the item stays until it is evicted. */
    public static final int NO_TTL = 0;

    /** Bytes for flags and blanks beside the key. */
    private static final int FLAG_ROOM = 72;

    private final Verb verb;
    private final byte[] key;
    private final byte[] head;
    private final byte @Nullable [] value;
    private final boolean mutation;
    private final boolean conditional;
    private final long chosen;

    private Request(Verb verb, byte[] key, Ascii head, byte @Nullable [] value, boolean mutation) {
        this(verb, key, head, value, mutation, false);
    }

    private Request(Verb verb, byte[] key, Ascii head, byte @Nullable [] value, boolean mutation, boolean conditional) {
        this.verb = verb;
        this.key = key;
        this.head = head.bytes();
        this.value = value;
        this.mutation = mutation;
        this.conditional = conditional;
        this.chosen = ANY_CAS;
    }

    private Request(Request other, long token) {
        this.verb = other.verb;
        this.key = other.key;
        this.head = new Ascii(other.head.length + FLAG_ROOM)
                .add(other.head)
                .flag('E')
                .add(Long.toUnsignedString(token).getBytes(US_ASCII))
                .bytes();
        this.value = other.value;
        this.mutation = other.mutation;
        this.conditional = other.conditional;
        this.chosen = token;
    }

    /**
     * The same command, but an item that it stores gets this token, and not one that the node counts; memcached does that since
     * 1.6.27. Older ones answer with an error.
     *
     * @param token any but {@link #ANY_CAS}
     */
    public Request choosing(long token) {
        return new Request(this, token);
    }

    /** The token of {@link #choosing}, or {@link #ANY_CAS}. */
    public long chosenToken() {
        return chosen;
    }

    private static Ascii line(Verb verb, byte[] key) {
        return new Ascii(key.length + FLAG_ROOM)
                .add('m')
                .add(verb.letter())
                .add(' ')
                .add(key);
    }

    /** Reads the value with its CAS token, client flags and time to live. */
    public static Request get(byte[] key) {
        return new Request(
                Verb.GET, key, line(Verb.GET, key).flag('v').flag('c').flag('f').flag('t'), null, false);
    }

    /** Reads everything but the value. */
    public static Request peek(byte[] key) {
        return new Request(
                Verb.GET, key, line(Verb.GET, key).flag('c').flag('f').flag('t').flag('s'), null, false);
    }

    /**
     * Reads like {@link #get}, and on a miss leaves an empty stub for so many seconds. Whoever's read creates the stub
     * is told that it won. A stub holds no value, so one that was created unnoticed does no harm.
     */
    public static Request getOrClaim(byte[] key, int seconds) {
        return new Request(
                Verb.GET,
                key,
                line(Verb.GET, key).flag('v').flag('c').flag('f').flag('t').flag('N', seconds),
                null,
                false,
                true);
    }

    /** {@link #getOrClaim} without the value: a token of whatever is there, or of the stub. */
    public static Request claim(byte[] key, int seconds) {
        return new Request(Verb.GET, key, line(Verb.GET, key).flag('c').flag('N', seconds), null, false, true);
    }

    /** Sets the time to live and leaves value and CAS token alone. */
    public static Request touch(byte[] key, int ttl) {
        return new Request(Verb.GET, key, line(Verb.GET, key).flag('s').flag('T', ttl), null, false);
    }

    /** Reads the CAS token and nothing else. */
    public static Request token(byte[] key) {
        return new Request(Verb.GET, key, line(Verb.GET, key).flag('c'), null, false);
    }

    /** Reads a number as text. */
    public static Request number(byte[] key) {
        return new Request(Verb.GET, key, line(Verb.GET, key).flag('v'), null, false);
    }

    /**
     * Stores a value and asks for its new CAS token.
     *
     * @param cas the token that the item must have, or {@link #ANY_CAS}
     * @param flags 32 bits that travel with the value
     * @param ttl seconds to live, or {@link #NO_TTL}
     */
    public static Request set(byte[] key, byte[] value, Mode mode, long cas, int flags, int ttl) {
        Ascii line = line(Verb.SET, key).add(' ').add(value.length).flag('c');
        if (flags != 0) {
            line.flag('F', Integer.toUnsignedLong(flags));
        }
        if (ttl != NO_TTL) {
            line.flag('T', ttl);
        }
        if (cas != ANY_CAS) {
            line.flag('C').add(Long.toUnsignedString(cas).getBytes(US_ASCII));
        }
        if (mode == Mode.ADD) {
            line.flag('M').add('E');
        }
        return new Request(Verb.SET, key, line, value, true, cas != ANY_CAS || mode == Mode.ADD);
    }

    /** Deletes; a token other than {@link #ANY_CAS} must match. */
    public static Request delete(byte[] key, long cas) {
        Ascii line = line(Verb.DELETE, key);
        if (cas != ANY_CAS) {
            line.flag('C').add(Long.toUnsignedString(cas).getBytes(US_ASCII));
        }
        return new Request(Verb.DELETE, key, line, null, true);
    }

    /**
     * Adds to a number and returns the sum; where none is, stores {@code seed} and returns that.
     *
     * @param delta zero or more
     */
    public static Request add(byte[] key, long delta, long seed) {
        return new Request(
                Verb.ARITHMETIC,
                key,
                line(Verb.ARITHMETIC, key)
                        .flag('N', 0)
                        .flag('J', seed)
                        .flag('D', delta)
                        .flag('v'),
                null,
                true);
    }

    /** Adds to a number where there is one. */
    public static Request step(byte[] key, long delta) {
        return new Request(
                Verb.ARITHMETIC,
                key,
                line(Verb.ARITHMETIC, key).flag('D', delta).flag('v'),
                null,
                true);
    }

    public Verb verb() {
        return verb;
    }

    /** The wire key. Not copied. */
    public byte[] key() {
        return key;
    }

    /** The line up to, not including, the opaque flag. */
    public byte[] head() {
        return head;
    }

    /** The data block, or null where the command has none. */
    public byte @Nullable [] value() {
        return value;
    }

    /** True when the command can change what later reads return, so that an unknown outcome matters. */
    public boolean isMutation() {
        return mutation;
    }

    /** True when the command stores a value. */
    public boolean isStore() {
        return verb == Verb.SET;
    }

    /** True when the command can bring an item about, if only a stub where nothing is. */
    public boolean creates() {
        return isStore() || (verb == Verb.GET && conditional);
    }

    /** True when the answer depends on what is there: every command but a store without a condition. */
    public boolean tells() {
        return !isStore() || conditional;
    }
}
