package io.flagstone.server.internal.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many connections from one address, and no more; those of a unix socket have none. */
final class AddressLimit {
    private final int most;
    private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    /**
     * A limit for every address.
     *
     * @param most connections at a time; 0 for no limit
     */
    AddressLimit(int most) {
        this.most = most;
    }

    /** Whether this connection may stay; if so it counts until it is closed. */
    boolean admits(Channel channel) {
        InetAddress address = Endpoints.address(channel);
        if (most == 0 || address == null) {
            return true;
        }
        if (counts.merge(address, 1, Integer::sum) > most) {
            leave(address);
            return false;
        }
        channel.closeFuture().addListener(closed -> leave(address));
        return true;
    }

    private void leave(InetAddress address) {
        counts.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
    }
}
