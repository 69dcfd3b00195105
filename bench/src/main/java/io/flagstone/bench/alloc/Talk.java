package io.flagstone.bench.alloc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection that sends batches of requests, one batch at a time, and compares what comes back. */
final class Talk implements AutoCloseable {
    private static final int KEYS = 64;

    private final SocketChannel channel;
    private ByteBuffer input = ByteBuffer.allocateDirect(0);

    Talk(InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Stores the value under every key. */
    void preload(String value) throws IOException {
        send(Request.SET, value, 1, KEYS);
    }

    /**
     * Sends at least this many requests.
     *
     * @param depth requests that are sent together
     * @return how many were sent
     * @throws IOException also when a reply is not what it has to be
     */
    long send(Request request, String value, int depth, long count) throws IOException {
        ByteBuffer[] batches = new ByteBuffer[KEYS];
        ByteBuffer[] replies = new ByteBuffer[KEYS];
        for (int i = 0; i < KEYS; i++) {
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            for (int j = 0; j < depth; j++) {
                batch.writeBytes(request.request((i + j) % KEYS, value));
                reply.writeBytes(request.reply((i + j) % KEYS, value));
            }
            batches[i] = direct(batch);
            replies[i] = direct(reply);
        }
        input = ByteBuffer.allocateDirect(replies[0].capacity() + depth * Long.BYTES);
        long sent = 0;
        for (int i = 0; sent < count; i = (i + 1) % KEYS, sent += depth) {
            exchange(request, batches[i].rewind(), replies[i].rewind());
        }
        return sent;
    }

    private static ByteBuffer direct(ByteArrayOutputStream bytes) {
        return ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip();
    }

    private void exchange(Request request, ByteBuffer batch, ByteBuffer reply) throws IOException {
        while (batch.hasRemaining()) {
            channel.write(batch);
        }
        ByteBuffer in = input.clear().limit(reply.remaining());
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new IOException(request + ": the node hung up");
            }
        }
        if (!in.flip().equals(reply)) {
            throw new IOException(request + ": a wrong reply");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
