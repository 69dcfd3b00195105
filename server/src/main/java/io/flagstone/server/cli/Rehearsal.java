package io.flagstone.server.cli;

import io.flagstone.server.Node;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Starts a node on a free loopback port, talks to it, and ends: so that the JVM has loaded what a node needs and can
 * archive it ({@code -XX:ArchiveClassesAtExit}).
 */
public final class Rehearsal {
    private static final byte[] TALK = ("version\r\nset a 0 0 1\r\nx\r\nget a\r\nms a 1\r\nx\r\nmg a v\r\nincr a 1\r\n"
                    + "delete a\r\nstats\r\nquit\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private Rehearsal() {}

    /** Goes through a node's life; the arguments are those of a node, without a port. */
    public static void main(String[] words) throws IOException {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "-p";
        all[words.length + 1] = "0";
        try (Node node = Node.start(Arguments.parse(all).options())) {
            node.statistics();
            talk(node.address());
        }
    }

    private static void talk(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(TALK);
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // until it has closed, as quit asks
            }
        }
    }
}
