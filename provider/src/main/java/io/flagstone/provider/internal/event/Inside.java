package io.flagstone.provider.internal.event;

/** Knows whether the current thread is inside a listener, of whichever cache. */
final class Inside {

    private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

    private Inside() {}

    static void enter() {
        DEPTH.set(DEPTH.get() + 1);
    }

    static void leave() {
        int depth = DEPTH.get() - 1;
        if (depth == 0) {
            DEPTH.remove();
        } else {
            DEPTH.set(depth);
        }
    }

    static boolean aListener() {
        return DEPTH.get() > 0;
    }
}
