package io.flagstone.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * An address to listen on.
 *
 * @param host a host name or an address literal
 * @param port TCP port; 0 lets the system choose
 * @param security what its connections begin with
 */
public record ListenAddress(String host, int port, Security security) {
    private static final int PORT_MAX = 65_535;
    private static final String LISTEN = "listen: ";
    private static final String FLEET = "admin_fleet: ";

    /** An address with nothing said about TLS. */
    public ListenAddress(String host, int port) {
        this(host, port, Security.USUAL);
    }

    /**
     * Reads a list as memcached's {@code -l} takes it: {@code host}, {@code host:port}, {@code [::1]:port}, each perhaps
     * with {@code notls:}, {@code btls:} or {@code mtls:} in front, separated by commas.
     *
     * @param port for hosts without a port of their own
     * @throws OptionException when it is not that
     */
    static List<ListenAddress> parse(String text, int port) {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String piece : text.split(",", -1)) {
            addresses.add(one(LISTEN, piece.trim(), port));
        }
        return addresses;
    }

    /**
     * Reads a list of nodes to connect to: each with a port.
     *
     * @throws OptionException when it is not that
     */
    static List<ListenAddress> parseFleet(String text) {
        List<ListenAddress> nodes = new ArrayList<>();
        for (String piece : text.split(",", -1)) {
            ListenAddress node = one(FLEET, piece.trim(), 0);
            if (node.port() == 0) {
                throw new OptionException(FLEET + piece.trim() + " is not allowed; it needs a port, host:port");
            }
            if (node.security() != Security.USUAL) {
                throw new OptionException(
                        FLEET + piece.trim() + " is not allowed; say --admin-fleet-tls for all of them");
            }
            nodes.add(node);
        }
        return nodes;
    }

    private static ListenAddress one(String option, String whole, int port) {
        Security security = Security.before(whole);
        String text = security == Security.USUAL
                ? whole
                : whole.substring(security.prefix().length());
        refusePrefixes(option, text);
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', bracket + 1);
        boolean bareIpv6 = bracket < 0 && colon >= 0 && text.indexOf(':', colon + 1) >= 0;
        int end = colon < 0 || bareIpv6 ? text.length() : colon;
        String host = bracket > 0 && text.startsWith("[") ? text.substring(1, bracket) : text.substring(0, end);
        if (host.isBlank()) {
            throw new OptionException(option + text + " is not allowed; it names no host");
        }
        return new ListenAddress(host, end == text.length() ? port : port(option, text, end + 1), security);
    }

    private static int port(String option, String text, int from) {
        try {
            int port = Integer.parseInt(text.substring(from));
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new OptionException(option + text + " is not allowed; a port is 0 to " + PORT_MAX);
    }

    private static void refusePrefixes(String option, String text) {
        if (text.startsWith("proto[") || text.startsWith("tag[")) {
            throw new OptionException(option + text + ": neither protocol nor tag can be chosen by address");
        }
    }
}
