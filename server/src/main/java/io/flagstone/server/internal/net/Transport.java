package io.flagstone.server.internal.net;

import io.flagstone.server.config.OptionException;
import io.flagstone.server.internal.buffers.UringReads;
import io.netty.bootstrap.ServerBootstrap;
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
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** How sockets are served. */
enum Transport {
    /** Linux's io_uring through Netty's native library: requests of many connections cost one system call. */
    IO_URING("io_uring", IoUringServerSocketChannel.class, IoUringServerDomainSocketChannel.class),
    /** Linux's epoll through Netty's native library. */
    EPOLL("epoll", EpollServerSocketChannel.class, EpollServerDomainSocketChannel.class),
    /** The JDK's selectors; works everywhere. */
    NIO("nio", NioServerSocketChannel.class, NioServerDomainSocketChannel.class);

    private final String statName;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends ServerChannel> unixChannel;

    Transport(
            String statName, Class<? extends ServerChannel> serverChannel, Class<? extends ServerChannel> unixChannel) {
        this.statName = statName;
        this.serverChannel = serverChannel;
        this.unixChannel = unixChannel;
    }

    /** The transport asked for, or the best there is. */
    static Transport named(String name) {
        for (Transport transport : values()) {
            if (name.equals(transport.statName) && !transport.isAvailable()) {
                throw new OptionException("transport: " + name + " is not available on this system; use nio or auto");
            }
            if (name.equals(transport.statName) || (name.equals("auto") && transport.isAvailable())) {
                return transport;
            }
        }
        throw new IllegalArgumentException("no transport has the name " + name);
    }

    private boolean isAvailable() {
        return switch (this) {
            case IO_URING -> IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported();
            case EPOLL -> Epoll.isAvailable();
            case NIO -> true;
        };
    }

    /** What runs one event loop. */
    IoHandlerFactory handler() {
        return switch (this) {
            case IO_URING -> UringReads.handler();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    /** Whether the kernel reads on its own, while the event loop does other things. */
    boolean readsBehind() {
        return this == IO_URING;
    }

    /** Sets what connections need on this transport. */
    void prepare(ServerBootstrap bootstrap) {
        if (this == IO_URING) {
            bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, UringReads.GROUP);
        }
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Class<? extends ServerChannel> unixChannel() {
        return unixChannel;
    }

    /** The address of a unix socket. */
    SocketAddress unixAddress(Path path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toFile());
    }

    /** The name in statistics. */
    String statName() {
        return statName;
    }
}
