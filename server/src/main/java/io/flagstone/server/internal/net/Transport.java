package io.flagstone.server.internal.net;

import io.flagstone.server.config.OptionException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** How sockets are served. */
enum Transport {
    /** Linux's epoll through Netty's native library. */
    EPOLL,
    /** The JDK's selectors; works everywhere. */
    NIO;

    /** The transport asked for, or the best there is. */
    static Transport named(String name) {
        boolean available = Epoll.isAvailable();
        if (name.equals("epoll") && !available) {
            throw new OptionException("transport: epoll is not available on this system; use nio or auto");
        }
        return available && !name.equals("nio") ? EPOLL : NIO;
    }

    IoHandlerFactory handlers() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    Class<? extends ServerChannel> serverChannel() {
        return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends ServerChannel> unixChannel() {
        return this == EPOLL ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
    }

    /** The address of a unix socket. */
    SocketAddress unixAddress(Path path) {
        return this == EPOLL ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }

    /** The name in statistics. */
    String statName() {
        return this == EPOLL ? "epoll" : "nio";
    }
}
