package io.flagstone.server.internal.tls;

import io.flagstone.server.config.OptionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys as text between marks (RFC 7468). What cannot be used is refused with the option and the file
 * that are at fault, and what to do about it; no part of a key is ever in a message.
 */
final class Pem {
    /** Larger than any sensible bundle of authorities. */
    private static final long SIZE_MAX = 4 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private final String option;
    private final Path file;
    private final String text;

    private Pem(String option, Path file, String text) {
        this.option = option;
        this.file = file;
        this.text = text;
    }

    /** Reads the file that this option names. */
    static Pem read(String option, Path file) {
        try {
            if (Files.size(file) > SIZE_MAX) {
                throw new OptionException(option + ": " + file + " is too large for a PEM file");
            }
            return new Pem(option, file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new OptionException(option + ": " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a file that the node's user may read");
        }
    }

    /** All certificates, in their order; at least one. */
    X509Certificate[] certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                if (block.group(1).endsWith("CERTIFICATE")) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(decoded(block.group(2)))));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw refusal("has a certificate that cannot be decoded", "write the certificates as PEM");
        }
        if (certificates.isEmpty()) {
            throw refusal("has no certificate", "a PEM file has lines that begin with -----BEGIN CERTIFICATE-----");
        }
        return certificates.toArray(X509Certificate[]::new);
    }

    /** The first private key. */
    PrivateKey key() {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return key(block.group(2));
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw refusal(
                        "has a key of the kind " + kind,
                        "turn it into a PKCS#8 key without a password: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
            }
        }
        throw refusal("has no private key", "name the file of the key, PKCS#8 in PEM, with ssl_key");
    }

    private PrivateKey key(String base64) {
        try {
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decoded(base64));
            for (String algorithm : ALGORITHMS) {
                PrivateKey key = keyOf(algorithm, encoded);
                if (key != null) {
                    return key;
                }
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw refusal("has a private key that cannot be decoded", "use an RSA, EC or Ed25519 key, PKCS#8 in PEM");
    }

    private static @Nullable PrivateKey keyOf(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }

    private OptionException refusal(String what, String remedy) {
        return new OptionException(option + ": " + file + " " + what + "; " + remedy);
    }
}
