package io.flagstone.server.internal.tls;

import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.config.Security;
import io.flagstone.server.internal.stats.ConnectionCounts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the options want it, by the JDK. Its files can be read again at any time: connections that begin later see
 * the new ones, and where these are bad everything stays as it was.
 */
public final class Tls implements AutoCloseable {
    private static final String TLS12 = "TLSv1.2";
    private static final String TLS13 = "TLSv1.3";
    /** How long the word that the connection ends may take to a client that reads nothing. */
    private static final long FAREWELL_MILLIS = 1000;
    /** Sessions remembered, and for how many seconds; a JDK cannot do with none, so "none" is one second. */
    private static final int SESSIONS = 20_480;

    private static final int SESSION_SECONDS = 300;

    private final NodeOptions options;
    private final int verifyMode;
    private final int timeoutSeconds;
    /** Signatures take a millisecond or two each, too long for event loops, which serve others meanwhile. */
    private final ExecutorService signers;

    private volatile SslContext context;

    private Tls(NodeOptions options) {
        this.options = options;
        this.verifyMode = options.number(Option.SSL_VERIFY_MODE);
        this.timeoutSeconds = options.number(Option.HANDSHAKE_TIMEOUT);
        this.context = build();
        this.signers = signers();
    }

    /**
     * TLS for a node with these options, or null where none of its addresses speaks it.
     *
     * @throws OptionException naming the option, the file and the remedy
     */
    public static @Nullable Tls of(NodeOptions options) {
        return isWanted(options) ? new Tls(options) : null;
    }

    private static boolean isWanted(NodeOptions options) {
        return options.is(Option.TLS);
    }

    private static ExecutorService signers() {
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("flagstone-handshake", true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private SslContext build() {
        Path chain = options.file(Option.SSL_CHAIN_CERT);
        if (chain == null) {
            throw new OptionException(
                    "ssl_chain_cert: none is not allowed with TLS; name a PEM file with the node's" + " certificate");
        }
        Path key = options.file(Option.SSL_KEY);
        Pem certificates = Pem.read("ssl_chain_cert", chain);
        Pem keys = key == null ? certificates : Pem.read("ssl_key", key);
        Identity identity = Identity.of(certificates, keys, key == null ? chain : key);
        String[] versions =
                options.text(Option.SSL_MIN_VERSION).endsWith("3") ? new String[] {TLS13} : new String[] {TLS13, TLS12};
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols(versions)
                    .sessionCacheSize(options.is(Option.SSL_SESSION_CACHE) ? SESSIONS : 1)
                    .sessionTimeout(options.is(Option.SSL_SESSION_CACHE) ? SESSION_SECONDS : 1);
            Path authorities = authorities();
            if (authorities != null) {
                builder.trustManager(Pem.read("ssl_ca_cert", authorities).certificates());
            }
            List<String> ciphers = Ciphers.of(options.text(Option.SSL_CIPHERS));
            return (ciphers == null ? builder : builder.ciphers(ciphers)).build();
        } catch (SSLException e) {
            throw new OptionException("ssl_chain_cert: " + chain + " cannot be used: " + e.getMessage());
        }
    }

    private @Nullable Path authorities() {
        Path file = options.file(Option.SSL_CA_CERT);
        boolean asks = verifyMode > 0
                || options.listenAddresses().stream()
                        .map(ListenAddress::security)
                        .anyMatch(Security.MTLS::equals);
        if (asks && file == null) {
            throw new OptionException("ssl_ca_cert: none is not allowed where clients' certificates are looked at"
                    + " (ssl_verify_mode, mtls:); name a PEM file with the authorities they must come from");
        }
        return asks ? file : null;
    }

    /**
     * Puts TLS in front of whatever else the pipeline is given; null when there are too many handshakes under way.
     * The pipeline is told {@link ClientNames} once the client is known, and {@link java.io.IOException}s of failures.
     */
    public @Nullable Records install(Channel channel, Security security, ConnectionCounts counts) {
        if (!counts.beginHandshake(options.number(Option.MAX_HANDSHAKES))) {
            return null;
        }
        Records handler = handler(channel.alloc(), security);
        channel.pipeline().addLast(handler, new TlsGate(handler, counts));
        return handler;
    }

    private Records handler(ByteBufAllocator allocator, Security security) {
        SSLEngine engine = context.newEngine(allocator);
        Records handler = new Records(engine, signers);
        handler.setHandshakeTimeout(timeoutSeconds, TimeUnit.SECONDS);
        handler.setCloseNotifyFlushTimeout(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        switch (clientAuth(security)) {
            case REQUIRE -> engine.setNeedClientAuth(true);
            case OPTIONAL -> engine.setWantClientAuth(true);
            case NONE -> engine.setNeedClientAuth(false);
        }
        return handler;
    }

    private ClientAuth clientAuth(Security security) {
        return switch (security) {
            case MTLS -> ClientAuth.REQUIRE;
            case BTLS, NOTLS -> ClientAuth.NONE;
            case USUAL ->
                verifyMode == 0 ? ClientAuth.NONE : verifyMode == 1 ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE;
        };
    }

    /**
     * Reads all files again. Connections that there are keep what they began with.
     *
     * @throws OptionException when a file is bad; nothing has changed then
     */
    public void reload() {
        context = build();
    }

    @Override
    public void close() {
        signers.shutdown();
    }
}
