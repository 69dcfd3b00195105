package io.flagstone.server.store;

/**
 * How pages move between slab classes by themselves.
 *
 * @param level 0 never; 1 when a class ages much faster than another, or could not store; 2 with every eviction, too
 * @param ratio a class whose oldest item is younger than this share of the oldest class's deserves a page
 * @param window seconds that an eviction counts
 */
public record PageMoving(int level, double ratio, int window) {
    /** As this, at another level. */
    public PageMoving atLevel(int other) {
        return new PageMoving(other, ratio, window);
    }

    /** As this, with another ratio. */
    public PageMoving withRatio(double other) {
        return new PageMoving(level, other, window);
    }

    /** As this, with another window, seconds. */
    public PageMoving withWindow(int seconds) {
        return new PageMoving(level, ratio, seconds);
    }
}
