package io.flagstone.server.internal.tls;

import io.flagstone.server.internal.stats.ConnectionCounts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;

/**
 * Stands between TLS and a connection that knows nothing of it: tells it who the client is, and turns TLS's ends and
 * failures into those of a socket. What goes wrong in TLS is the client's doing, so it is counted and no fault of ours.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {
    private final SslHandler handler;
    private final ConnectionCounts counts;
    private boolean underWay = true;

    TlsGate(SslHandler handler, ConnectionCounts counts) {
        this.handler = handler;
        this.counts = counts;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            finish(handshake.isSuccess());
            if (handshake.isSuccess()) {
                context.fireUserEventTriggered(ClientNames.of(handler.engine().getSession()));
            } else {
                context.close();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            context.fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean ofTls = cause instanceof DecoderException;
        context.fireExceptionCaught(ofTls ? new IOException("TLS failed", cause) : cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        finish(false);
    }

    private void finish(boolean succeeded) {
        if (underWay) {
            underWay = false;
            counts.endHandshake(succeeded);
        }
    }
}
