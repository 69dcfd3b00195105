package io.flagstone.server.internal.report;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients or the start itself may change about a running node; any thread. */
public final class NodeRuntime {
    private volatile int port;
    private volatile String transport = "none";
    private volatile int verbosity;
    private volatile boolean crawlerEnabled;
    private volatile int crawlerSleepMicros = 100;
    private volatile int crawlerToCrawl;
    private volatile boolean tracksSizes;
    private final @Nullable ClusterFile clusterFile;
    private volatile Runnable stop = () -> {};
    private volatile Runnable gracefulStop = () -> {};
    private volatile @Nullable Supplier<@Nullable String> refresh;
    private volatile long certificatesReadAt;

    /**
     * State at the start.
     *
     * @throws OptionException when the list of nodes that clients are to be told cannot be read
     */
    public NodeRuntime(NodeOptions options) {
        this.verbosity = options.number(Option.VERBOSITY);
        this.crawlerEnabled = options.is(Option.LRU_CRAWLER);
        this.tracksSizes = options.is(Option.TRACK_SIZES);
        this.clusterFile = ClusterFile.of(options);
    }

    /** The list of nodes that clients are told, or null. */
    public @Nullable ClusterFile clusterFile() {
        return clusterFile;
    }

    /** Sets what stops the node, and what does so and leaves the items behind if they can be; neither may block. */
    public void onStop(Runnable action, Runnable graceful) {
        stop = action;
        gracefulStop = graceful;
    }

    /** A client that may has asked for the node's end. */
    public void requestStop(boolean graceful) {
        (graceful ? gracefulStop : stop).run();
    }

    /** Sets what reads the certificates again: it answers what was wrong with them, or null. */
    public void onRefresh(Supplier<@Nullable String> action) {
        refresh = action;
        certificatesReadAt = System.nanoTime();
    }

    /** Whether there are certificates, which there are with TLS. */
    public boolean hasCertificates() {
        return refresh != null;
    }

    /** Reads the certificates again, where there are any; answers what was wrong with them, or null. */
    public @Nullable String refreshCertificates() {
        Supplier<@Nullable String> action = refresh;
        String wrong = action == null ? null : action.get();
        if (wrong == null) {
            certificatesReadAt = System.nanoTime();
        }
        return wrong;
    }

    /** Seconds since the certificates in use were read. */
    public long secondsSinceRefresh() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - certificatesReadAt);
    }

    /** Whether {@code stats sizes} is answered. */
    public boolean tracksSizes() {
        return tracksSizes;
    }

    /** Switches that on or off. */
    public void trackSizes(boolean is) {
        tracksSizes = is;
    }

    /** Notes what the node listens on. */
    public void listening(int onPort, String over) {
        port = onPort;
        transport = over;
    }

    /** TCP port in use. */
    public int port() {
        return port;
    }

    /** Transport in use. */
    public String transport() {
        return transport;
    }

    /** Verbosity last set. */
    public int verbosity() {
        return verbosity;
    }

    /** Sets the verbosity. */
    public void verbosity(int level) {
        verbosity = level;
    }

    /** Whether the crawler is switched on. */
    public boolean crawlerEnabled() {
        return crawlerEnabled;
    }

    /** Switches the crawler on or off. */
    public void crawlerEnabled(boolean enabled) {
        crawlerEnabled = enabled;
    }

    /** Pause between two items of memcached's crawler; reported, without effect on this one. */
    public int crawlerSleepMicros() {
        return crawlerSleepMicros;
    }

    /** Sets that pause. */
    public void crawlerSleepMicros(int micros) {
        crawlerSleepMicros = micros;
    }

    /** Items per run of memcached's crawler; reported, without effect on this one. */
    public int crawlerToCrawl() {
        return crawlerToCrawl;
    }

    /** Sets that number. */
    public void crawlerToCrawl(int items) {
        crawlerToCrawl = items;
    }
}
