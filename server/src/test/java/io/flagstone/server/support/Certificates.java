package io.flagstone.server.support;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** An authority made for a test, what it signs, and TLS clients that trust it. */
public final class Certificates {
    private static final char[] NO_PASSWORD = {};
    private static final int PATIENCE_MILLIS = 10_000;

    private final X509Bundle authority;

    public Certificates(String name) {
        try {
            authority = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate of localhost for this subject, such as {@code CN=node}, with its key. */
    public X509Bundle signed(String subject, String... alsoNamed) {
        try {
            CertificateBuilder builder =
                    new CertificateBuilder().ecp256().subject(subject).addSanIpAddress("127.0.0.1");
            for (String name : alsoNamed) {
                builder.addSanDnsName(name);
            }
            return builder.buildIssuedBy(authority);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The authority's own certificate, in a file. */
    public Path authorityIn(Path file) {
        return write(file, authority.getCertificatePEM());
    }

    /** The certificate in a file. */
    public static Path chainIn(Path file, X509Bundle bundle) {
        return write(file, bundle.getCertificatePathPEM());
    }

    /** The key in a file. */
    public static Path keyIn(Path file, X509Bundle bundle) {
        return write(file, bundle.getPrivateKeyPEM());
    }

    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that trusts this authority, and shows a certificate or none. */
    public SSLContext client(@Nullable X509Bundle shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = shown == null ? null : javaKeys(shown);
            TrustManager[] trusted = authority.toTrustManagerFactory().getTrustManagers();
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyManager[] javaKeys(X509Bundle shown) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(shown.toKeyStore(NO_PASSWORD), NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Connects, shakes hands in one of these versions (any, where none is named), and checks the node's certificate. */
    public static SSLSocket connect(SSLContext client, int port, String... versions) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket encrypted = (SSLSocket) client.getSocketFactory().createSocket(socket, "127.0.0.1", port, true);
        try {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
            if (versions.length > 0) {
                encrypted.setEnabledProtocols(versions);
            }
            encrypted.startHandshake();
            return encrypted;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A connection over TLS. */
    public Wire wire(int port) {
        return wire(client(null), port);
    }

    /** A connection of this client over TLS. */
    public static Wire wire(SSLContext client, int port, String... versions) {
        try {
            return new Wire(connect(client, port, versions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
