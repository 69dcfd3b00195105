package io.flagstone.provider.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signs certificates for a test, and writes them into files of a folder. */
public final class Authority {

    private final Path folder;
    private final X509Bundle own;

    public Authority(Path folder) {
        this.folder = folder;
        try {
            own = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The files of a certificate and of its key. */
    public record Identity(Path certificate, Path key) {}

    /** The authority's own certificate. */
    public Path trust(String file) {
        return write(file, own.getCertificatePEM());
    }

    /** A certificate for this host name, or for 127.0.0.1. */
    public Identity identity(String file, String host) {
        try {
            CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + file);
            X509Bundle signed = (host.equals("127.0.0.1") ? builder.addSanIpAddress(host) : builder.addSanDnsName(host))
                    .buildIssuedBy(own);
            return new Identity(
                    write(file + ".pem", signed.getCertificatePathPEM()),
                    write(file + ".key", signed.getPrivateKeyPEM()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
