package io.flagstone.server.internal.protocol;

/** The words of {@code me} and of key dumps. */
public final class ItemWords {
    /** Introduces or says: key=. */
    public static final byte[] KEY = Text.ascii("key=");
    /** Introduces or says: exp=. */
    public static final byte[] EXP = Text.ascii(" exp=");
    /** Introduces or says: la=. */
    public static final byte[] LA = Text.ascii(" la=");
    /** Introduces or says: cas=. */
    public static final byte[] CAS = Text.ascii(" cas=");
    /** Introduces or says: fetch=yes. */
    public static final byte[] FETCHED = Text.ascii(" fetch=yes");
    /** Introduces or says: fetch=no. */
    public static final byte[] NOT_FETCHED = Text.ascii(" fetch=no");
    /** Introduces or says: cls=. */
    public static final byte[] CLS = Text.ascii(" cls=");
    /** Introduces or says: size=. */
    public static final byte[] SIZE = Text.ascii(" size=");
    /** Introduces or says: flags=. */
    public static final byte[] FLAGS = Text.ascii(" flags=");

    private ItemWords() {}
}
