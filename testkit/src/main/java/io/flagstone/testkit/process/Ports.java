package io.flagstone.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks loopback ports that are free at the moment of asking.
 *
 * <p>Linux gives outgoing connections ports from 32768 up. Ports below that are chosen here, so that no client socket
 * can take the port of a server that was killed and is about to be restarted, and no client can connect to itself.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS = 1_000;

    private Ports() {}

    /** A port nobody listens on now. Somebody else may take it before the caller does: be ready to ask again. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free loopback port in " + FIRST + ".." + (END - 1));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
