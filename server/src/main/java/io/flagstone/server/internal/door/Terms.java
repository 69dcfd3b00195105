package io.flagstone.server.internal.door;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How somebody gets into nodes. Files are read for each connection anew.
 *
 * @param tls whether TLS is spoken; it is, too, where one of the next two is given
 * @param ca whose certificates are believed, PEM; null for the JVM's authorities
 * @param certificate certificates to show to the node, PEM
 * @param key the key of these, PEM
 * @param user who logs in where a node asks for it
 * @param passwordFile whose first line is the password
 * @param passwordPlain whether the password may be sent to other machines without TLS
 * @param naming makes of {@code ca}, {@code password-file} and so on what the user calls these settings, for messages
 */
public record Terms(
        boolean tls,
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String user,
        @Nullable Path passwordFile,
        boolean passwordPlain,
        UnaryOperator<String> naming) {
    /** Whether everything goes over TLS. */
    public boolean isEncrypted() {
        return tls || ca != null || certificate != null;
    }

    /** What the user calls this setting. */
    String name(String setting) {
        return naming.apply(setting);
    }

    /**
     * These terms, once they have been found to make sense together.
     *
     * @throws Barred when they do not
     */
    public Terms checked() throws Barred {
        together("cert", certificate, "key", key);
        together("user", user, "password-file", passwordFile);
        return this;
    }

    private void together(String one, @Nullable Object is, String other, @Nullable Object too) throws Barred {
        if ((is == null) != (too == null)) {
            throw new Barred(Barred.Cause.SETTINGS, name(one) + " and " + name(other) + " go together");
        }
    }

    /** Not who logs in. */
    @Override
    public String toString() {
        return isEncrypted() ? "terms with TLS" : "terms without TLS";
    }
}
