package io.flagstone.bench.node;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Stopwatch;
import io.flagstone.bench.measure.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts one job's load on one server for a while. */
public final class Run {
    private static final long SEED = 20_260_101;
    private static final int PRELOAD_BYTES = 1024 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Target target;
    private final Job job;
    private final int threads;
    private final int rate;

    /**
     * @param rate requests a second, 0 for as many as are answered
     */
    public Run(Target target, Job job, int threads, int rate) {
        this.target = target;
        this.job = job;
        this.threads = Math.min(threads, job.connections());
        this.rate = rate;
    }

    /** Stores the value of every key. */
    public void preload() {
        Payload payload = new Payload(job.size());
        Dialect dialect = Dialect.of(job.workload(), payload);
        ByteBuffer out = ByteBuffer.allocateDirect(PRELOAD_BYTES + 2 * (job.size() + Payload.KEY_LENGTH + 64));
        ByteBuffer in = ByteBuffer.allocateDirect(PRELOAD_BYTES);
        try (SocketChannel channel = SocketChannel.open(target.address())) {
            for (int key = 0; key < job.keys(); ) {
                int sent = 0;
                while (key < job.keys() && out.position() < PRELOAD_BYTES) {
                    dialect.putStore(out, key++);
                    sent++;
                }
                channel.write(out.flip());
                out.clear();
                awaitStored(channel, dialect, in, sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target.label() + ": " + e.getMessage(), e);
        }
    }

    private static void awaitStored(SocketChannel channel, Dialect dialect, ByteBuffer in, int replies)
            throws IOException {
        int left = replies;
        while (left > 0) {
            if (channel.read(in) < 0) {
                throw new IOException("closed the connection while values were stored");
            }
            in.flip();
            while (left > 0 && dialect.storeReply(in)) {
                left--;
            }
            in.compact();
        }
    }

    /** Warms up and measures. */
    public Measurement measure(Duration warmup, Duration length) {
        List<Connection> connections = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < job.connections(); i++) {
                connections.add(new Connection(target.address(), job, random.split()));
            }
            Window window = Window.after(warmup, length);
            List<Future<Counts>> drivers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                drivers.add(pool.submit(driver(share(connections, i), window)));
            }
            window.awaitBegin();
            Stopwatch stopwatch = new Stopwatch(target.pid());
            window.awaitEnd();
            stopwatch.stop();
            Counts all = new Counts();
            for (Future<Counts> driver : drivers) {
                all.add(result(driver));
            }
            if (all.entries() == 0) {
                throw new WrongReply(target.label() + ", " + job.label() + ": no reply in time");
            }
            return stopwatch.measured(all.entries(), all.latencies(), all.misses(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(target.label() + ": " + e.getMessage(), e);
        } finally {
            connections.forEach(Run::close);
            pool.shutdownNow();
        }
    }

    private Callable<Counts> driver(List<Connection> share, Window window) {
        return rate == 0
                ? new Driver(share, window)
                : new PacedDriver(share, window, TimeUnit.SECONDS.toNanos(1) * job.depth() * threads / rate);
    }

    private List<Connection> share(List<Connection> connections, int thread) {
        List<Connection> share = new ArrayList<>();
        for (int i = thread; i < connections.size(); i += threads) {
            share.add(connections.get(i));
        }
        return share;
    }

    private Counts result(Future<Counts> driver) {
        try {
            return driver.get(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new WrongReply(target.label() + ", " + job.label() + ": " + e.getCause());
        } catch (TimeoutException e) {
            throw new WrongReply(target.label() + ", " + job.label() + ": replies are missing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException alreadyBroken) {
            // Nothing is lost: the run is over.
        }
    }
}
