package io.flagstone.server.config;

import java.util.Locale;

/** What connections to one listening address begin with; all but the first are prefixes of the address. */
public enum Security {
    /** What the node's options say. */
    USUAL,
    /** No TLS. */
    NOTLS,
    /** TLS, and no certificate is asked of clients. */
    BTLS,
    /** TLS, and clients must show a certificate. */
    MTLS;

    /** As it stands in front of an address. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT) + ":";
    }

    /** What stands in front of this address. */
    static Security before(String text) {
        for (Security security : values()) {
            if (security != USUAL && text.startsWith(security.prefix())) {
                return security;
            }
        }
        return USUAL;
    }
}
