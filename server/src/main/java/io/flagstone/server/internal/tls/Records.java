package io.flagstone.server.internal.tls;

import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** The TLS of one connection, which can be asked whether the client owes it something. */
public final class Records extends SslHandler {
    Records(SSLEngine engine, Executor signers) {
        super(engine, signers);
    }

    /** Whether a record has begun to arrive whose rest is still to come. */
    public boolean isHalfway() {
        return actualReadableBytes() > 0;
    }
}
