package io.flagstone.server.store;

/** Why a key was not found. */
public enum Absence {
    /** Nothing is stored under it. */
    UNKNOWN,
    /** Its item had outlived its expiry and is gone now. */
    EXPIRED,
    /** Its item was stored before the last flush and is gone now. */
    FLUSHED
}
