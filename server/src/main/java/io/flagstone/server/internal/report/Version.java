package io.flagstone.server.internal.report;

/**
 * What the node calls itself: the memcached version whose protocol it speaks, then its own name and version, so that
 * clients that read a leading version number decide rightly.
 */
public final class Version {
    /** memcached's version whose commands and answers are matched. */
    public static final String PROTOCOL = "1.6.45";
    /** Version of this node. */
    public static final String NODE = "0.1.0";
    /** The whole text. */
    public static final String TEXT = PROTOCOL + "-flagstone-" + NODE;

    private Version() {}
}
