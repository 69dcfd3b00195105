package io.flagstone.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells loopback addresses from those that others can reach. */
final class Loopback {
    private Loopback() {}

    /** Whether every address of this host is loopback; a name that does not resolve is not. */
    static boolean is(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
