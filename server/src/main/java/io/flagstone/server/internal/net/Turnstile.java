package io.flagstone.server.internal.net;

import io.flagstone.server.internal.stats.ConnectionCounts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops accepting while there are as many connections as allowed, and goes on when one leaves: those who come meanwhile
 * wait in the kernel's queue. Stands before all listening sockets of a node; when there are several, each may let one
 * more in while the other is being stopped.
 */
@Sharable
final class Turnstile extends ChannelInboundHandlerAdapter {
    private final ConnectionCounts counts;
    private final List<Channel> doors = new ArrayList<>();
    private int inside;

    Turnstile(ConnectionCounts counts) {
        this.counts = counts;
    }

    /** Adds a listening socket. */
    synchronized void add(Channel door) {
        doors.add(door);
        door.config().setAutoRead(inside < counts.limit());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel client = (Channel) accepted;
        enter();
        client.closeFuture().addListener(closed -> leave());
        context.fireChannelRead(accepted);
    }

    private synchronized void enter() {
        inside++;
        if (inside == counts.limit()) {
            counts.stopAccepting(System.nanoTime());
            open(false);
        }
    }

    private synchronized void leave() {
        inside--;
        if (inside == counts.limit() - 1) {
            counts.goOnAccepting(System.nanoTime());
            open(true);
        }
    }

    private void open(boolean is) {
        doors.forEach(door -> door.config().setAutoRead(is));
    }
}
