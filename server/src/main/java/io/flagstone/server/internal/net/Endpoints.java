package io.flagstone.server.internal.net;

import io.flagstone.server.config.Security;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a connection, as operators read them.
 *
 * @param host the client's address, or "unix"
 * @param port the client's port, or 0
 * @param remote the client's end in memcached's form
 * @param local the node's end in that form
 */
record Endpoints(String host, int port, String remote, String local) {
    /** Set on a channel that listens on a unix socket, to its path. */
    static final AttributeKey<String> UNIX_PATH = AttributeKey.valueOf(Endpoints.class, "UNIX_PATH");

    /** Set on a channel that listens, to what its connections begin with. */
    static final AttributeKey<Security> SECURITY = AttributeKey.valueOf(Endpoints.class, "SECURITY");

    private static final String UNKNOWN = "?";

    static Endpoints of(Channel channel) {
        Channel listener = channel.parent();
        String path = listener == null ? null : listener.attr(UNIX_PATH).get();
        if (path != null) {
            return new Endpoints("unix", 0, unix(path), unix(path));
        }
        String local = tcp(channel.localAddress());
        if (channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null) {
            return new Endpoints(NetUtil.toAddressString(remote.getAddress()), remote.getPort(), tcp(remote), local);
        }
        return new Endpoints(UNKNOWN, 0, UNKNOWN, local);
    }

    /** The client's address; null where it has none. */
    static @Nullable InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }

    /** What connections that came in where this one did begin with. */
    static Security security(Channel channel) {
        Channel listener = channel.parent();
        Security security = listener == null ? null : listener.attr(SECURITY).get();
        return security == null ? Security.USUAL : security;
    }

    /** A TCP address: {@code tcp:1.2.3.4:5} or {@code tcp6:[::1]:5}. */
    static String tcp(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return UNKNOWN;
        }
        String host = NetUtil.toAddressString(inet.getAddress());
        return inet.getAddress() instanceof Inet6Address
                ? "tcp6:[" + host + "]:" + inet.getPort()
                : "tcp:" + host + ":" + inet.getPort();
    }

    static String unix(String path) {
        return "unix:" + path;
    }
}
