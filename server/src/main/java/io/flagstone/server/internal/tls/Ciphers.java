package io.flagstone.server.internal.tls;

import io.flagstone.server.config.OptionException;
import io.netty.handler.ssl.CipherSuiteConverter;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** {@code ssl_ciphers}: a list as OpenSSL reads it, of plain names; as there, it says nothing about TLS 1.3. */
final class Ciphers {
    private static final String OF_TLS13_AES = "TLS_AES_";
    private static final String OF_TLS13_CHACHA = "TLS_CHACHA20_";

    private Ciphers() {}

    /** The suites to enable, or null for the usual ones. */
    static @Nullable List<String> of(String text) {
        if (text.equals("default")) {
            return null;
        }
        Set<String> supported = new LinkedHashSet<>(supported());
        Set<String> chosen = new LinkedHashSet<>();
        boolean chooses13 = false;
        for (String name : text.split("[:, ]+")) {
            String suite = supported.contains(name) ? name : CipherSuiteConverter.toJava(name, "TLS");
            if (suite == null || !supported.contains(suite)) {
                throw new OptionException("ssl_ciphers: " + name + " is not allowed; allowed: names of suites such as"
                        + " ECDHE-RSA-AES128-GCM-SHA256 or TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, not of groups");
            }
            chosen.add(suite);
            chooses13 |= isOf13(suite);
        }
        if (!chooses13) {
            supported.stream().filter(Ciphers::isOf13).forEach(chosen::add);
        }
        return new ArrayList<>(chosen);
    }

    private static boolean isOf13(String suite) {
        return suite.startsWith(OF_TLS13_AES) || suite.startsWith(OF_TLS13_CHACHA);
    }

    /** What the JDK offers without being asked, which leaves out what nobody should use. */
    private static List<String> supported() {
        try {
            return Arrays.asList(
                    SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
