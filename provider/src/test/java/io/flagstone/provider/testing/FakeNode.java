package io.flagstone.provider.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flagstone.provider.config.NodeAddress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node inside the test, on loopback: keeps {@link FakeItems} and does with every command what the test's script says.
 * A script that blocks is a node that hangs: what the connection sent behind it waits too.
 */
public final class FakeNode implements AutoCloseable {

    /** What becomes of one command. */
    public enum Deed {
        /** Carried out and answered. */
        ANSWER,
        /** Neither. */
        IGNORE,
        /** Refused with a SERVER_ERROR, not carried out. */
        REFUSE,
        /** The connection breaks, the command is not carried out. */
        BREAK,
        /** It is carried out, then the connection breaks without an answer. */
        CARRY_OUT_AND_BREAK
    }

    /** Judges a command line, without its data block. */
    @FunctionalInterface
    public interface Script {

        Deed on(String line) throws InterruptedException;
    }

    private final String name;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final FakeItems items = new FakeItems();
    private volatile Script script = line -> Deed.ANSWER;
    private volatile ServerSocket listener;
    private final int port;

    public FakeNode() {
        this("fake");
    }

    public FakeNode(String name) {
        this.name = name;
        this.listener = listening(0);
        this.port = listener.getLocalPort();
        accept(listener);
    }

    private static ServerSocket listening(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public NodeAddress address() {
        return new NodeAddress(name, "127.0.0.1", port, 1.0);
    }

    /** From now on, commands are judged by this. */
    public FakeNode script(Script next) {
        script = next;
        return this;
    }

    /** All is answered again. */
    public void behave() {
        script = line -> Deed.ANSWER;
    }

    /** The command lines received so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many command lines so far start with this. */
    public long count(String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    /** Connections that are open. */
    public int connected() {
        return connections.size();
    }

    public FakeItems items() {
        return items;
    }

    /** Breaks all connections and takes no new ones. */
    public void stop() {
        try {
            listener.close();
            breakConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all connections. */
    public void breakConnections() {
        // those that there are, not those that come while this goes on
        List.copyOf(connections).forEach(FakeNode::closeQuietly);
    }

    /** Takes connections again, on the same port. */
    public void start() {
        listener = listening(port);
        accept(listener);
    }

    @Override
    public void close() {
        stop();
    }

    private void accept(ServerSocket on) {
        daemon(() -> {
            while (true) {
                try {
                    Socket socket = on.accept();
                    connections.add(socket);
                    if (on.isClosed()) {
                        closeQuietly(socket); // stopped between the two
                    }
                    daemon(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-node");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            String line;
            while ((line = line(in)) != null && serve(line, in, out)) {
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // the other side has gone, or this one was stopped
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private boolean serve(String line, InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] data = new byte[0];
        if (line.startsWith("ms ")) {
            data = in.readNBytes(Integer.parseInt(line.split(" ", -1)[2]));
            in.readNBytes(2);
        }
        lines.add(line);
        switch (script.on(line)) {
            case ANSWER -> out.write(items.carryOut(line, data));
            case REFUSE -> out.write("SERVER_ERROR refused by the test\r\n".getBytes(ISO_8859_1));
            case BREAK -> {
                return false;
            }
            case CARRY_OUT_AND_BREAK -> {
                items.carryOut(line, data);
                return false;
            }
            case IGNORE -> {}
        }
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
