package io.flagstone.bench.abuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.bench.measure.Vitals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that ask for much at once and do not take it: of three, one never reads, one reads 4 KiB and one 64 KiB five
 * times a second. Their receive buffers are small, so that the server has to keep what it wants to say. They read one after
 * another through the fifth of a second, as clients that know nothing of each other do, not all at its beginning.
 */
final class SlowCrowd implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final int[] BYTES_PER_ROUND = {0, 4 * 1024, 64 * 1024};
    private static final int TURNS_PER_ROUND = 50;
    private static final long TURN_MILLIS = 4;

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread = new Thread(this::readSlowly, "slow readers");
    private final OptionalLong pid;
    private volatile boolean ended;
    private volatile long mostResident;
    private final AtomicLong read = new AtomicLong();
    private final AtomicInteger hungUp = new AtomicInteger();

    /**
     * Connects all of them, which then ask.
     *
     * @param request what each of them says, once
     * @param pid the server's process, whose memory is watched
     */
    SlowCrowd(InetSocketAddress address, int readers, String request, OptionalLong pid) {
        this.pid = pid;
        try {
            for (int i = 0; i < readers; i++) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
                channel.connect(address);
                ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.configureBlocking(false);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
        thread.start();
    }

    /** The most memory that the server has had meanwhile; 0 where its process is not known. */
    long mostResident() {
        return mostResident;
    }

    /** Bytes that they have taken. */
    long read() {
        return read.get();
    }

    /** On how many the server has hung up. */
    int hungUp() {
        return hungUp.get();
    }

    private void readSlowly() {
        ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
        for (int turn = 0; !ended; turn = (turn + 1) % TURNS_PER_ROUND) {
            for (int i = turn; i < channels.size(); i += TURNS_PER_ROUND) {
                readOnce(i, scratch);
            }
            if (turn == 0 && pid.isPresent()) {
                mostResident = Math.max(mostResident, Vitals.of(pid.getAsLong()).residentBytes());
            }
            pause();
        }
    }

    private void readOnce(int index, ByteBuffer scratch) {
        SocketChannel channel = channels.get(index);
        int most = BYTES_PER_ROUND[index % BYTES_PER_ROUND.length];
        if (most == 0 || !channel.isOpen()) {
            return;
        }
        try {
            scratch.clear().limit(most);
            int count = channel.read(scratch);
            if (count < 0) {
                throw new IOException("the server has closed it");
            }
            read.addAndGet(count);
        } catch (IOException e) {
            hungUp.incrementAndGet();
            close(channel);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channels.forEach(SlowCrowd::close);
    }
}
