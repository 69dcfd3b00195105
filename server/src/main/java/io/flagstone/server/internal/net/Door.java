package io.flagstone.server.internal.net;

import io.flagstone.server.internal.report.SocketTable;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** A socket that listens. */
final class Door implements SocketTable.Entry, AutoCloseable {
    private final SocketTable table;
    private final Channel channel;
    private final String address;
    private final @Nullable UnixSocket unix;
    private final long since = System.nanoTime();
    private final int id;

    Door(SocketTable table, Channel channel, @Nullable UnixSocket unix) {
        this.table = table;
        this.channel = channel;
        this.unix = unix;
        this.address = unix == null
                ? Endpoints.tcp(channel.localAddress())
                : Endpoints.unix(unix.path().toString());
        this.id = table.add(this);
    }

    Channel channel() {
        return channel;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String listenAddress() {
        return "";
    }

    @Override
    public String state() {
        return "conn_listening";
    }

    @Override
    public long lastCommand() {
        return since;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        table.remove(id);
        if (unix != null) {
            unix.remove();
        }
    }
}
