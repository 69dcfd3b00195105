package io.flagstone.server.cli;

/**
 * Limits of the JDK's HTTP server, which serves the admin port: it takes them from the system's properties, once for the
 * whole JVM. So they are set only in a process that is the node's own, and not over what its owner has set.
 */
final class HttpLimits {
    private static final String SERVER = "sun.net.httpserver.";

    private HttpLimits() {}

    static void set() {
        unlessSet("jdk.httpserver.maxConnections", "64");
        // Seconds in which a request must have come in, and its answer gone out.
        unlessSet(SERVER + "maxReqTime", "10");
        unlessSet(SERVER + "maxRspTime", "20");
        unlessSet(SERVER + "idleInterval", "30");
    }

    private static void unlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
