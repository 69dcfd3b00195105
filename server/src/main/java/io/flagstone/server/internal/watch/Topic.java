package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be watched, by memcached's words. */
public enum Topic {
    /** Keys asked for. */
    FETCHERS,
    /** Items sent for storing. */
    MUTATIONS,
    /** Live items that made way for others. */
    EVICTIONS,
    /** Items removed by a client. */
    DELETIONS,
    /** Connections that come and go. */
    CONNEVENTS,
    /** What the node does by itself: pages that move, walks of the crawler. */
    SYSEVENTS,
    /** Accepted for those who ask; as in memcached, nothing is ever said about it. */
    RAWCMDS;

    private static final Topic[] ALL = values();

    private final byte[] word = Text.ascii(name().toLowerCase(Locale.ROOT));

    /** This topic in a set of topics. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The topic spelled at {@code [from, to)}, or null. */
    public static @Nullable Topic of(byte[] bytes, int from, int to) {
        for (Topic topic : ALL) {
            if (Ascii.equals(bytes, from, to, topic.word)) {
                return topic;
            }
        }
        return null;
    }
}
