package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.door.Advice;
import io.flagstone.provider.internal.door.LoginRefused;
import io.flagstone.provider.internal.door.Pass;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds a new connection back until it is encrypted and logged in; then {@link Connection} takes its place. If that fails,
 * the connection is closed, and nobody has seen it.
 */
final class Entrance extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());

    private final Pass pass;
    private final Duration timeout;
    private final Connection connection;
    private final Consumer<Throwable> failed;
    private boolean over;

    Entrance(Pass pass, Duration timeout, Connection connection, Consumer<Throwable> failed) {
        this.pass = pass;
        this.timeout = timeout;
        this.connection = connection;
        this.failed = failed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.executor()
                .schedule(
                        () -> fail(context, new IOException("no TLS or login within " + timeout.toMillis() + " ms")),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        if (pass.engine() == null) {
            logIn(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                logIn(context);
            } else {
                fail(context, new IOException(Advice.on(handshake.cause()), handshake.cause()));
            }
        }
    }

    private void logIn(ChannelHandlerContext context) {
        Pass.Login login = pass.login();
        if (login == null) {
            letIn(context);
        } else {
            send(context, login.question());
        }
    }

    private static void send(ChannelHandlerContext context, byte[] words) {
        context.writeAndFlush(Unpooled.wrappedBuffer(words));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf in = (ByteBuf) message;
        Pass.Login login = pass.login();
        try {
            while (in.isReadable() && !over) {
                byte[] words = login == null ? new byte[0] : login.heard(in.readByte());
                if (words != null && words.length > 0) {
                    send(context, words);
                } else if (words != null) {
                    letIn(context);
                }
            }
        } finally {
            in.release();
        }
    }

    private void letIn(ChannelHandlerContext context) {
        if (over) {
            return;
        }
        over = true;
        Pass.Login login = pass.login();
        if (login != null && !login.wasAsked()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} asks for no login, though one is configured",
                    context.channel().remoteAddress());
        }
        context.pipeline().replace(this, null, connection);
        connection.channelActive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        fail(context, failure instanceof LoginRefused ? failure : explained(failure));
    }

    private Throwable explained(Throwable failure) {
        return new IOException(Advice.onSilence(failure, pass.engine() != null), failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, explained(new IOException("the node closed the connection before it was entered")));
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (!over) {
            over = true;
            context.close();
            failed.accept(cause);
        }
    }
}
