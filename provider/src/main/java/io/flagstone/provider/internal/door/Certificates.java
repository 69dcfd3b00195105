package io.flagstone.provider.internal.door;

import io.flagstone.provider.config.SecurityOptions.Tls;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Whom we trust and who we are, read from files again whenever these have changed. */
final class Certificates {

    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private record Stamp(long modified, long size) {}

    private final Tls options;
    private SSLContext context;
    private List<Stamp> stamps;

    /**
     * @throws IOException when a file cannot be read, or is not what it should be
     */
    Certificates(Tls options) throws IOException {
        this.options = options;
        this.stamps = stamps();
        this.context = read();
    }

    /**
     * What the files say now, or what they said when they were last in order. With certificates of our own each connection has
     * a context of its own, and so no session to resume: memcached ends a handshake that resumes one of such a client
     * (seen with 1.6.18).
     */
    synchronized SSLContext context() {
        try {
            List<Stamp> now = stamps();
            if (!now.equals(stamps) || options.certificate().isPresent()) {
                context = read();
                stamps = now;
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the changed certificates cannot be used, and the former ones stay: {0}",
                    e.getMessage());
        }
        return context;
    }

    /** The name that a host's certificate must carry. */
    String name(String host) {
        return options.serverName().isBlank() ? host : options.serverName();
    }

    /** No older protocol, and no certificate of another host. */
    static void harden(SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> found = new ArrayList<>();
        for (Path file : Stream.of(options.trust(), options.certificate(), options.key())
                .flatMap(o -> o.stream())
                .toList()) {
            found.add(new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file)));
        }
        return found;
    }

    private SSLContext read() throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            options.trust().ifPresent(file -> builder.trustManager(file.toFile()));
            options.certificate()
                    .ifPresent(file -> builder.keyManager(
                            file.toFile(), options.key().orElseThrow().toFile()));
            return ((JdkSslContext) builder.build()).context();
        } catch (IOException | IllegalArgumentException e) {
            Throwable cause = e.getCause();
            throw new IOException(
                    "TLS cannot be set up from " + files() + ": " + e.getMessage()
                            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
                    e);
        }
    }

    private String files() {
        return "trust=" + text(options.trust().orElse(null)) + ", certificate="
                + text(options.certificate().orElse(null)) + ", key="
                + text(options.key().orElse(null));
    }

    private static String text(@Nullable Path file) {
        return file == null ? "none" : file.toString();
    }
}
