package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.data.Layout;
import io.flagstone.bench.hibernate.log.LogWriter;
import io.flagstone.bench.hibernate.log.Op;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program of a worker. Its argument is a file of settings, those of Hibernate and its own; then it takes orders on its
 * standard input, a word a line, and tells on its standard output when it has done what takes time.
 */
public final class Worker {
    /** Before each line that is meant for the controller. */
    public static final String MARK = "@";

    private static final long PROBE_MILLIS = 250;
    private static final long SAMPLE_PROBES = 2;
    private static final long SETTLE_NANOS = 60_000_000_000L;

    private final Properties settings = new Properties();
    private final PrintStream out = System.out;
    private final LogWriter log;
    private final Sessions sessions;
    private final Pause pause = new Pause(() -> say("held"));
    private final Transactions transactions;
    private final Beacons beacons;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    private Worker(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        log = new LogWriter(Path.of(text("worker.log")), number("worker.id"));
        sessions = new Sessions(settings, Boolean.parseBoolean(text("worker.second")), number("worker.shift"));
        transactions = new Transactions(sessions, log, pause);
        beacons = new Beacons(sessions.common(), log);
    }

    /** Runs until it is told to end, or its input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        Worker worker = new Worker(Path.of(arguments[0]));
        worker.say("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order = orders.readLine();
        while (order != null && worker.obey(order)) {
            order = orders.readLine();
        }
        Runtime.getRuntime().halt(0);
    }

    private String text(String key) {
        return settings.getProperty(key, "");
    }

    private int number(String key) {
        return Integer.parseInt(text(key));
    }

    private void say(String line) {
        synchronized (out) {
            out.println(MARK + line);
            out.flush();
        }
    }

    private boolean obey(String order) throws InterruptedException {
        switch (order) {
            case "go" -> begin();
            case "halt-after-commit" -> transactions.haltAfterCommit();
            case "hold" -> pause.ask();
            case "release" -> pause.release();
            case "stop" -> {
                running = false;
                for (Thread thread : threads) {
                    thread.join();
                }
                say("stopped");
            }
            case "settle" -> say("settled " + settle());
            case "compare" -> {
                compare();
                say("compared");
            }
            case "quit" -> {
                log.close();
                sessions.close();
                return false;
            }
            default -> throw new IllegalArgumentException(order);
        }
        return true;
    }

    private void begin() {
        running = true;
        for (int i = 0; i < number("worker.threads"); i++) {
            long seed = Long.parseLong(text("worker.seed")) * 31 + i;
            Operations operations = new Operations(transactions, sessions.common(), seed);
            start("operations-" + i, () -> {
                while (running) {
                    operations.next();
                }
            });
        }
        start("probe", this::watch);
    }

    private void start(String name, Runnable deed) {
        Thread thread = new Thread(deed, name);
        threads.add(thread);
        thread.start();
    }

    private boolean cached() {
        return Boolean.parseBoolean(text("hibernate.cache.use_second_level_cache"));
    }

    /** Writes down from time to time whether all nodes are reached, and what has been counted. */
    private void watch() {
        for (long round = 0; running; round++) {
            if (cached()) {
                beacons.probe();
            }
            if (round % SAMPLE_PROBES == 0) {
                sample();
            }
            try {
                Thread.sleep(PROBE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        sample();
    }

    private void sample() {
        log.sample(number("worker.life"), System.nanoTime(), sessions.hits(), sessions.misses(), sessions.statements());
        log.flush();
    }

    /** Returns when all nodes are reached; how many milliseconds that took, or -1 if it did not come to that. */
    private long settle() {
        long start = System.nanoTime();
        while (cached() && !beacons.probe()) {
            if (System.nanoTime() - start > SETTLE_NANOS) {
                return -1;
            }
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** Reads everything twice: what the first round did not find, the second one may. */
    private void compare() {
        Reads reads = new Reads(transactions);
        for (int round = 0; round < 2; round++) {
            Layout.all().forEach(key -> reads.key(Op.REST, key));
        }
        log.flush();
    }
}
