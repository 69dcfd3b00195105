package io.flagstone.provider.internal.door;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a way into a node that failed was due to, and which setting is about that. */
public final class Advice {

    /** The alerts of a node that misses a client's certificate or does not believe it. */
    private static final Pattern ABOUT_US = Pattern.compile("alert: (bad_cert|certificate_|unknown_ca|access_denied)");

    private Advice() {}

    /** Of a connection that ended before it was answered anything. */
    public static String onSilence(Throwable failure, boolean encrypted) {
        if (encrypted) {
            SSLException tls = find(failure, SSLException.class);
            return tls == null ? String.valueOf(failure.getMessage()) : on(tls);
        }
        return failure.getMessage() + "; it had answered nothing: a node that speaks TLS needs flagstone.tls=on";
    }

    /** Of a handshake, in one line, without anything that the node has sent. */
    public static String on(Throwable failure) {
        if (find(failure, NotSslRecordException.class) != null) {
            return "the node speaks no TLS: leave out flagstone.tls, or name a port with it";
        }
        String said = "TLS: " + failure.getMessage();
        CertPathValidatorException path = find(failure, CertPathValidatorException.class);
        if (path != null && path.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
            return said;
        }
        if (path != null || find(failure, CertPathBuilderException.class) != null) {
            return said + "; flagstone.tls.trust names whose signatures are believed";
        }
        if (find(failure, CertificateException.class) != null) {
            return said + "; flagstone.tls.server-name is for certificates of another name than the host's";
        }
        return ABOUT_US.matcher(said).find()
                ? said + "; the node wants a certificate that it believes: flagstone.tls.certificate, flagstone.tls.key"
                : said;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return kind.cast(one);
            }
        }
        return null;
    }
}
