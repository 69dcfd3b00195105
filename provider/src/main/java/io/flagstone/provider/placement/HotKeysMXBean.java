package io.flagstone.provider.placement;

import java.util.List;

/**
 * The keys that this client calls for most: {@code io.flagstone:type=HotKeys,CacheManager=<uri>} on the platform's MBean
 * server, for as long as the manager is open, unless {@code flagstone.hot-keys} is {@code off}.
 *
 * <p>One call in 32 is looked at. A key is listed when it had at least one in a hundred of those of the last whole ten
 * seconds; the counts are exact to one in 256 of the calls (Metwally, Agrawal, El Abbadi: Efficient Computation of
 * Frequent and Top-k Elements in Data Streams, 2005), besides what looking at one call in 32 leaves to chance.
 */
public interface HotKeysMXBean {

    /** The hottest first; empty when no key stands out, or when there were few calls. */
    List<HotKey> getHotKeys();
}
