package io.flagstone.server.internal.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** An address that cannot be listened on, and what to do about that. */
public final class NotToBeHad {
    private NotToBeHad() {}

    /**
     * What to throw.
     *
     * @param addressFlag what chooses the address
     * @param portFlag what chooses the port
     */
    public static UncheckedIOException failure(
            InetSocketAddress wanted, String addressFlag, String portFlag, Throwable cause) {
        IOException failure = new IOException("cannot listen on " + wanted.getHostString() + ":" + wanted.getPort()
                + ": " + reason(wanted, addressFlag, portFlag, String.valueOf(cause.getMessage())));
        failure.addSuppressed(cause);
        return new UncheckedIOException(failure);
    }

    /** The transports have neither exceptions nor numbers in common, but they all quote the system. */
    private static String reason(InetSocketAddress wanted, String addressFlag, String portFlag, String said) {
        if (wanted.isUnresolved()) {
            return "there is no host of that name; choose an address of this machine (" + addressFlag + ")";
        }
        if (said.contains("already in use")) {
            return "another program does; end that, or choose another port (" + portFlag + ")";
        }
        if (said.contains("Cannot assign")) {
            return "this machine does not have that address; choose one that it has (" + addressFlag + ")";
        }
        if (said.contains("ermission denied")) {
            return "this user may not; choose a port above 1023 (" + portFlag + ")";
        }
        return said;
    }
}
