package io.flagstone.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets, and counts. */
final class EchoServer implements AutoCloseable {
    final AtomicLong received = new AtomicLong();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger broken = new AtomicInteger();
    private final ServerSocket listener;
    private final Thread acceptor;

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                opened.incrementAndGet();
                start(() -> echo(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        byte[] buffer = new byte[8_192];
        try (client) {
            client.setTcpNoDelay(true);
            for (int read = client.getInputStream().read(buffer);
                    read >= 0;
                    read = client.getInputStream().read(buffer)) {
                received.addAndGet(read);
                client.getOutputStream().write(buffer, 0, read);
            }
            ended.incrementAndGet();
        } catch (IOException reset) {
            broken.incrementAndGet();
        }
    }

    /** Nobody is let in any more once the thread has left its call: while it leaves, it may still accept. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
