package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.link.Call;

/**
 * The copies on one node. Whatever is still on its way to them on a broken connection does no harm: it is a tombstone, or a
 * copy that only takes the place of the very tombstone that was planted for it.
 */
final class CopyShare extends GenerationShare {

    CopyShare(Member member, byte[] cacheId, Clock clock) {
        super(member, cacheId, clock);
    }

    @Override
    public void lost(Call call) {
        // see the class
    }
}
