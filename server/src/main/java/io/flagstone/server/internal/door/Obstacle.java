package io.flagstone.server.internal.door;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure on the way into a node, or soon behind its door, comes from, and what to do then. */
public final class Obstacle {
    /** The JDK's words for bytes that are no TLS. */
    private static final Pattern NO_TLS = Pattern.compile("SSL message|plaintext connection");
    /** The alerts of a server that misses a client's certificate or does not believe it. */
    private static final Pattern ABOUT_US = Pattern.compile("alert: (bad_cert|certificate_|unknown_ca|access_denied)");

    private final String host;
    private final Terms terms;

    /** Of the way to this host on these terms. */
    public Obstacle(String host, Terms terms) {
        this.host = host;
        this.terms = terms;
    }

    /** What else may be the matter with a node that does not answer in time. */
    public String late() {
        return terms.isEncrypted() ? "it may speak no TLS" : "it may want " + terms.name("tls");
    }

    /** Of any other failure all of it. */
    public String text(IOException e) {
        if (e instanceof SSLException) {
            return ofTls(e);
        }
        if (e instanceof EOFException || e instanceof SocketException) {
            return "it broke off; it may be full or stopped, or want "
                    + (terms.isEncrypted() ? certificate() : terms.name("tls"));
        }
        return said(e);
    }

    private String ofTls(IOException e) {
        CertPathValidatorException path = cause(e, CertPathValidatorException.class);
        if (path != null && path.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
            return "its certificate has expired: " + said(e);
        }
        if (path != null || cause(e, CertPathBuilderException.class) != null) {
            return "nobody who is believed has signed its certificate; name the file of who did with "
                    + terms.name("ca");
        }
        if (cause(e, CertificateException.class) != null) {
            return "its certificate is not for " + host + "; ask by a name that it has";
        }
        if (NO_TLS.matcher(said(e)).find()) {
            return "it speaks no TLS; leave out " + terms.name("tls") + " and " + terms.name("ca")
                    + ", or ask at a port with it";
        }
        if (ABOUT_US.matcher(said(e)).find()) {
            return "it wants " + certificate() + ": " + said(e);
        }
        return "TLS with it fails: " + said(e);
    }

    private String certificate() {
        return "a client's certificate that it believes (" + terms.name("cert") + ", " + terms.name("key") + ")";
    }

    private static <T extends Throwable> @Nullable T cause(IOException e, Class<T> kind) {
        for (Throwable one = e; one != null; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return kind.cast(one);
            }
        }
        return null;
    }

    /** Its own words, in one line. */
    public static String said(IOException e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }
}
