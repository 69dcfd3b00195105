package io.flagstone.server.internal.protocol;

/** The limits of the text protocol. */
public final class Limits {
    /** Bytes of a key. */
    public static final int KEY = 250;
    /** Bytes of a key in base64: four for every three begun. */
    public static final int ENCODED_KEY = (KEY + 2) / 3 * 4;
    /** Bytes without a line's end after which a connection is given up, unless they are a multiget. */
    public static final int LINE = 2048;
    /** Announced bytes of a value, above which not even the announcement is believed: 2^31 - 3. */
    public static final int VALUE = Integer.MAX_VALUE - 2;
    /** Tokens of a meta command. */
    public static final int META_TOKENS = 20;
    /** Bytes of an opaque token. */
    public static final int OPAQUE = 31;

    private Limits() {}
}
