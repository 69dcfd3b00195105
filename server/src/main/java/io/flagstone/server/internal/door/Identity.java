package io.flagstone.server.internal.door;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom somebody believes and who he is, from PEM files. */
final class Identity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    private Identity() {}

    /** A context of its own for each connection: memcached 1.6.18 ends a handshake that resumes one with a certificate. */
    static SSLContext context(Terms terms) throws Barred {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(terms), trust(terms), null);
            return context;
        } catch (Barred e) {
            throw e;
        } catch (GeneralSecurityException | IOException e) {
            throw new Barred(Barred.Cause.TLS, "TLS cannot be set up: " + e.getMessage());
        }
    }

    private static TrustManager @Nullable [] trust(Terms terms) throws GeneralSecurityException, IOException {
        if (terms.ca() == null) {
            return null;
        }
        KeyStore store = empty();
        for (Certificate one : certificates(terms.name("ca"), terms.ca())) {
            store.setCertificateEntry("ca" + store.size(), one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(Terms terms) throws GeneralSecurityException, IOException {
        if (terms.certificate() == null || terms.key() == null) {
            return null;
        }
        Certificate[] chain =
                certificates(terms.name("cert"), terms.certificate()).toArray(new Certificate[0]);
        KeyStore store = empty();
        store.setKeyEntry("own", key(terms.name("key"), terms.key()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String option, Path file)
            throws CertificateException, Barred {
        byte[] bytes = Reading.bytes(option, file);
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            found = List.of();
        }
        if (found.isEmpty()) {
            throw new Barred(Barred.Cause.FILE, option + " " + file + ": there is no certificate in PEM in it");
        }
        return found;
    }

    private static PrivateKey key(String option, Path file) throws GeneralSecurityException, Barred {
        String text = new String(Reading.bytes(option, file), StandardCharsets.US_ASCII);
        Matcher key = KEY.matcher(text);
        if (key.find()) {
            byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
                } catch (InvalidKeySpecException e) {
                    // one of another kind
                }
            }
        }
        throw new Barred(
                Barred.Cause.FILE,
                option + " " + file + ": there is no key in PKCS #8 without a password in it;"
                        + " openssl pkcs8 -topk8 -nocrypt makes one");
    }
}
