package io.flagstone.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least a Java node must do to be started: take a port and answer {@code version} and {@code stats}. */
final class TinyNode {
    private TinyNode() {}

    public static void main(String[] args) {
        serve(Integer.parseInt(args[1]), String.join(" ", args));
    }

    static void serve(int port, String arguments) {
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket client = server.accept()) {
                    answer(client, arguments);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket client, String arguments) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String reply = "stats".equals(input.readLine())
                ? "STAT pid " + ProcessHandle.current().pid() + "\r\nSTAT arguments " + arguments + "\r\nEND\r\n"
                : "VERSION tiny\r\n";
        client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
    }
}
