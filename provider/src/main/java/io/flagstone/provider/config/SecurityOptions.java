package io.flagstone.provider.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections to nodes are kept from strangers.
 *
 * @param tls encryption; empty for connections in the clear
 * @param login who we say we are; empty for nobody
 */
public record SecurityOptions(Optional<Tls> tls, Optional<Login> login) {

    /** In the clear, and as nobody. */
    public static final SecurityOptions NONE = new SecurityOptions(Optional.empty(), Optional.empty());

    /**
     * Encryption by TLS 1.2 or 1.3. The node's certificate must be signed by somebody we trust and carry the node's name.
     *
     * @param trust PEM file of the authorities to trust; empty for those of the JDK
     * @param certificate PEM file of our own chain of certificates, ours first; empty when nodes ask for none
     * @param key PEM file of the private key that goes with it, PKCS#8; present when the certificate is
     * @param serverName name that certificates must carry in place of the host's; blank for the host's
     */
    public record Tls(Optional<Path> trust, Optional<Path> certificate, Optional<Path> key, String serverName) {}

    /**
     * A user with a password, as memcached's authentication by text has them ({@code -Y}).
     *
     * @param user without blanks and colons
     * @param password printable, without blanks; empty when it is in a file
     * @param file whose first line is the password, read again for every connection; empty when it is given here
     */
    public record Login(String user, String password, Optional<Path> file) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /** Whether there is neither. */
    public boolean isNone() {
        return tls.isEmpty() && login.isEmpty();
    }
}
