package io.flagstone.hibernate.internal.region;

import java.util.concurrent.atomic.AtomicBoolean;

/** What is said once in the life of a JVM. */
final class Said {

    private static final AtomicBoolean TRANSACTIONAL = new AtomicBoolean();

    private Said() {}

    /** True for the first who asks. */
    static boolean transactional() {
        return TRANSACTIONAL.compareAndSet(false, true);
    }
}
