package io.flagstone.server.internal.admin;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the admin port may be asked. A page from elsewhere can make a browser ask under a name of its
 * own that leads here (DNS rebinding), and could then read the answers; it cannot do so under an address or a loopback
 * name.
 */
final class HostNames {
    private static final String LOCALHOST = "localhost";

    private final String listen;
    private final boolean open;

    /**
     * @param listen the host that the port is bound to, as it was written
     * @param open whether others than this machine can reach it; then any address will do
     */
    HostNames(String listen, boolean open) {
        this.listen = listen.toLowerCase(Locale.ROOT);
        this.open = open;
    }

    /** Whether a request with this Host header may be answered. */
    boolean admits(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return false;
        }
        String host = host(header.trim().toLowerCase(Locale.ROOT));
        if (host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST) || host.equals(listen)) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return address != null && (open || isLoopback(address));
    }

    private static String host(String header) {
        int bracket = header.indexOf(']');
        if (header.startsWith("[") && bracket > 0) {
            return header.substring(1, bracket);
        }
        int colon = header.lastIndexOf(':');
        return colon < 0 ? header : header.substring(0, colon);
    }

    private static boolean isLoopback(byte[] address) {
        try {
            return InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
