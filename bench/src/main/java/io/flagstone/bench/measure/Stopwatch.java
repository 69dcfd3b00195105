package io.flagstone.bench.measure;

import java.util.OptionalLong;

/** The time, the client's CPU time and the server's CPU time that a run takes. */
public final class Stopwatch {
    private final OptionalLong serverPid;
    private final Reading start;
    private Reading end;

    /** Starts; the server's CPU time is measured if its process is known. */
    public Stopwatch(OptionalLong serverPid) {
        this.serverPid = serverPid;
        this.start = Reading.now(serverPid);
        this.end = start;
    }

    /** Stops. */
    public void stop() {
        end = Reading.now(serverPid);
    }

    /**
     * The figures of the run between start and stop.
     *
     * @param entries how many entries were read or written; rate and CPU time are told by entry
     * @param latencies of the calls, which may concern several entries each
     * @param misses reads that found nothing
     * @param errors wrong answers and failures
     */
    public Measurement measured(long entries, Latencies latencies, long misses, long errors) {
        double nanos = Math.max(1, end.time - start.time);
        double client = end.client - start.client;
        double server = end.server - start.server;
        double nanosToMicrosByEntry = 1_000.0 * Math.max(1, entries);
        return new Measurement(
                entries * 1e9 / nanos,
                latencies.micros(50),
                latencies.micros(99),
                latencies.micros(99.9),
                client / nanosToMicrosByEntry,
                serverPid.isPresent() ? server / nanosToMicrosByEntry : Double.NaN,
                client / nanos,
                misses,
                errors);
    }

    private record Reading(long time, long client, long server) {
        static Reading now(OptionalLong serverPid) {
            long server = serverPid.isPresent() ? Cpu.ofProcess(serverPid.getAsLong()) : 0;
            return new Reading(System.nanoTime(), Cpu.ofThisJvm(), server);
        }
    }
}
