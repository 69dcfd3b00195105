package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.testkit.process.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/** Takes entries away from a node as evictions would: without any client, and with all else left in place. */
final class Evictions {

    private static final int MILLIS = 500;

    private Evictions() {}

    /**
     * Evicts all entries; returns how many.
     *
     * @throws UncheckedIOException when the node does not answer
     */
    static int ofAll(ServerProcess server) {
        try {
            List<String> keys = entries(server);
            try (Socket socket = connected(server)) {
                BufferedReader in = reader(socket);
                for (String key : keys) {
                    socket.getOutputStream().write(("delete " + key + "\r\n").getBytes(US_ASCII));
                    in.readLine();
                }
            }
            return keys.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of all entries, as they are on the wire. */
    static List<String> wireKeysOf(ServerProcess server) {
        try {
            return entries(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without generations and what nodes say of themselves. */
    private static List<String> entries(ServerProcess server) throws IOException {
        List<String> keys = new ArrayList<>();
        try (Socket socket = connected(server)) {
            socket.getOutputStream().write("lru_crawler metadump all\r\n".getBytes(US_ASCII));
            BufferedReader in = reader(socket);
            for (String line = in.readLine(); line != null && !line.equals("END"); line = in.readLine()) {
                String key = URLDecoder.decode(line.split(" ", 2)[0].replaceFirst("key=", ""), US_ASCII);
                if (line.startsWith("key=") && key.matches("[^:]+:[^:]{9}:.*") && !key.startsWith("flagstone:")) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static Socket connected(ServerProcess server) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), MILLIS);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }
}
