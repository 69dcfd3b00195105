package io.flagstone.server.internal.access;

import java.util.Locale;

/** What a principal may do. Several are one number, a bit for each. */
public enum Right {
    /** Fetch values, and what is known about items. */
    READ(true),
    /** Store, count, set the expiry. */
    WRITE(true),
    /** Remove items, or mark them stale. */
    DELETE(true),
    /** Steer the node, and list what is in it. */
    ADMIN(false),
    /** Be told what others do. */
    WATCH(false),
    /** Forget everything. */
    FLUSH(false);

    private final boolean isOfKeys;

    Right(boolean isOfKeys) {
        this.isOfKeys = isOfKeys;
    }

    /** Its bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Whether it can be given for some keys only; the others concern the whole node. */
    boolean isOfKeys() {
        return isOfKeys;
    }

    /** As it is written in a file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
