package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.regex.Pattern;

/**
 * How other clients write a node where they name its points. All begin with the node's configured name. What they would
 * find by asking a name server is never asked for here, since two clients may be told different things: it has to be
 * in the configured name.
 */
enum PointNames {

    /** The name, without the port where that is memcached's own. */
    PORT_UNLESS_STANDARD {
        @Override
        String of(String placement, NodeAddress node) {
            return portless(node.name());
        }
    },

    /** As Java prints the socket address, {@code host/address:port}, without a slash at the beginning. */
    JAVA_ADDRESS {
        @Override
        String of(String placement, NodeAddress node) {
            String name = node.name();
            if (IPV4_AND_PORT.matcher(name).matches()) {
                return name;
            }
            if (name.indexOf('/') < 0) {
                throw refused(placement, node, "names a node by its host and the address that this was resolved to");
            }
            return name.startsWith("/") ? name.substring(1) : name;
        }
    },

    /** As Java prints the socket address after it was asked for the host name of an address. */
    JAVA_ADDRESS_LOOKED_UP {
        @Override
        String of(String placement, NodeAddress node) {
            if (node.name().indexOf('/') < 0) {
                throw refused(placement, node, "looks up the address of a host, and the host name of an address");
            }
            return node.name();
        }
    },

    /** The host as Java knows it, which is what stands before the slash, and the port where it is not memcached's own. */
    JAVA_HOST {
        @Override
        String of(String placement, NodeAddress node) {
            String name = node.name();
            int slash = name.indexOf('/');
            if (slash > 0) {
                return portless(name.substring(0, slash) + name.substring(name.lastIndexOf(':')));
            }
            if (slash == 0 || IPV4_AND_PORT.matcher(name).matches() || name.startsWith("[")) {
                throw refused(placement, node, "looks up the host name of an address");
            }
            return portless(name);
        }
    };

    private static final String STANDARD_PORT = ":" + NodeAddress.DEFAULT_PORT;
    private static final String BYTE = "(0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4_AND_PORT = Pattern.compile(BYTE + "(\\." + BYTE + "){3}:[0-9]+");

    /**
     * The node in the points of this placement.
     *
     * @throws ConfigurationProblem when the configured name leaves it open
     */
    abstract String of(String placement, NodeAddress node);

    private static String portless(String name) {
        return name.endsWith(STANDARD_PORT) ? name.substring(0, name.length() - STANDARD_PORT.length()) : name;
    }

    private static ConfigurationProblem refused(String placement, NodeAddress node, String habit) {
        return new ConfigurationProblem("node " + node + ": " + placement + " " + habit
                + "; write the node as that client's JVM prints its socket address, such as cache1/10.0.0.1:"
                + node.port() + "=" + node.host() + ":" + node.port() + ", and /10.0.0.1:" + node.port()
                + " where it knows no name");
    }
}
