package io.flagstone.server.internal.report;

/** What clients or the start itself may change about a running node; any thread. */
public final class NodeRuntime {
    private volatile int port;
    private volatile String transport = "none";
    private volatile int verbosity;
    private volatile boolean crawlerEnabled;
    private volatile int crawlerSleepMicros = 100;
    private volatile int crawlerToCrawl;

    /** State at the start. */
    public NodeRuntime(int verbosity, boolean crawlerEnabled) {
        this.verbosity = verbosity;
        this.crawlerEnabled = crawlerEnabled;
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
