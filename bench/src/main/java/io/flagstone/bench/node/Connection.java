package io.flagstone.bench.node;

import io.flagstone.bench.measure.Window;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.random.RandomGenerator;

/**
 * One connection: sends as many requests as the job's depth in one piece, checks all replies, and begins again. The
 * latency of a request is the time from sending the piece to its own reply.
 */
final class Connection implements AutoCloseable {
    private static final int LEAST_BUFFER = 64 * 1024;
    private static final int REQUEST_OVERHEAD = 64;

    private final SocketChannel channel;
    private final Job job;
    private final Dialect dialect;
    private final RandomGenerator random;
    private final KeyRange[] requests;
    private final boolean[] stores;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private int answered;
    private long sent;

    Connection(InetSocketAddress server, Job job, RandomGenerator random) throws IOException {
        this.job = job;
        this.random = random;
        this.dialect = Dialect.of(job.workload(), new Payload(job.size()));
        this.requests = new KeyRange[job.depth()];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new KeyRange(job.workload().keysPerRead());
        }
        this.stores = new boolean[job.depth()];
        int keyBytes = (Payload.KEY_LENGTH + 1) * job.workload().keysPerRead();
        int longest = REQUEST_OVERHEAD + keyBytes + (job.workload().percentWrites() > 0 ? job.size() : 0);
        this.out = ByteBuffer.allocateDirect(longest * job.depth());
        this.in = ByteBuffer.allocateDirect(Math.max(LEAST_BUFFER, 2 * dialect.longestReply()));
        this.channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Makes up the next piece, which is sent now. */
    void begin() {
        begin(System.nanoTime());
    }

    /** Makes up the next piece, which was to be sent at this moment. */
    void begin(long moment) {
        out.clear();
        for (int i = 0; i < requests.length; i++) {
            requests[i].draw(random, job.keys());
            stores[i] = random.nextInt(100) < job.workload().percentWrites();
            if (stores[i]) {
                dialect.putStore(out, requests[i].first());
            } else {
                dialect.putRead(out, requests[i]);
            }
        }
        out.flip();
        answered = 0;
        sent = moment;
    }

    /** Sends what the socket takes; whether that was all. */
    boolean send() throws IOException {
        channel.write(out);
        return !out.hasRemaining();
    }

    /** Receives what there is and checks it; whether all requests of the piece have been answered. */
    boolean receive(Window window, Counts counts) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        long now = System.nanoTime();
        boolean counted = window.covers(sent, now);
        while (answered < requests.length && isAnswered(answered)) {
            if (counted) {
                int asked = stores[answered] ? 1 : requests[answered].count();
                counts.add(now - sent, asked, stores[answered] ? 1 : requests[answered].found());
            }
            answered++;
        }
        if (answered == requests.length && in.hasRemaining()) {
            throw Dialect.wrong("nothing more", in);
        }
        in.compact();
        return answered == requests.length;
    }

    /** Sends what the socket takes, and has the selector tell when it takes the rest. */
    void sendOn(SelectionKey key) throws IOException {
        key.interestOps(send() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Does what the selector says can be done; whether all requests of the piece have been answered. */
    boolean serve(SelectionKey key, Window window, Counts counts) throws IOException {
        if (key.isWritable()) {
            sendOn(key);
        }
        return key.isReadable() && receive(window, counts);
    }

    private boolean isAnswered(int request) {
        return stores[request] ? dialect.storeReply(in) : dialect.readReply(in, requests[request]);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
