package io.flagstone.bench.hibernate.speed;

import io.flagstone.bench.hibernate.arm.Arm;
import io.flagstone.bench.hibernate.arm.Database;
import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.measure.Latencies;
import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Stopwatch;
import io.flagstone.bench.measure.Window;
import io.flagstone.testkit.fault.FaultProxy;
import io.flagstone.testkit.process.ServerProcess;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** One cache with a server of its own, and tables of its own in the database that all share. */
final class Side implements AutoCloseable {

    private static final int MEGABYTES = 256;

    /** Work before round trips are counted, and work that is counted. */
    private static final int WARM = 120;

    private static final int COUNTED = 50;

    /** So few that all of them are cached after the first work. */
    private static final int HOT = 10;

    private final Arm arm;
    private final Database database;
    private final Path directory;
    private final int connections;
    private final Turn.Range range;
    private final SessionFactory sessions;

    Side(Kind kind, Database database, Path directory, int connections, Turn.Range range) {
        this.arm = Arm.start(kind, List.of(MEGABYTES));
        this.database = database;
        this.directory = directory;
        this.connections = connections;
        this.range = range;
        this.sessions = open(arm.addresses(), "create");
        try (Connection connection = database.connect()) {
            Shop.fill(connection, schema(), range.all());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill the tables of " + label(), e);
        }
        Job.prime(sessions, range);
    }

    String label() {
        return arm.kind().name().toLowerCase(Locale.ROOT);
    }

    private String schema() {
        return "speed_" + label();
    }

    private SessionFactory open(List<String> addresses, String tables) {
        Configuration configuration = new Configuration();
        Shop.ALL.forEach(configuration::addAnnotatedClass);
        database.settings(connections).forEach(configuration::setProperty);
        arm.settings(addresses, directory).forEach(configuration::setProperty);
        configuration.setProperty("hibernate.default_schema", schema());
        configuration.setProperty("hibernate.hbm2ddl.auto", tables);
        configuration.setProperty("hibernate.hbm2ddl.create_namespaces", "true");
        return configuration.buildSessionFactory();
    }

    /** Runs a job with so many threads. A wrong answer or a failure is an error, and the work goes on. */
    Measurement run(Job job, int threads, Duration warmup, Duration length) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            Window window = Window.after(warmup, length);
            List<Future<Count>> counts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Turn turn = new Turn(thread, threads, range);
                counts.add(workers.submit(() -> work(job, turn, window)));
            }
            window.awaitBegin();
            Stopwatch watch = new Stopwatch(server());
            window.awaitEnd();
            watch.stop();
            Count all = new Count();
            for (Future<Count> count : counts) {
                all.add(count.get());
            }
            return watch.measured(all.latencies.count() * job.entities(), all.latencies, 0, all.errors);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(job + " on " + label(), e);
        } finally {
            workers.shutdown();
        }
    }

    private OptionalLong server() {
        List<ServerProcess> servers = arm.servers();
        return servers.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(servers.get(0).pid());
    }

    private static final class Count {
        private final Latencies latencies = new Latencies();
        private long errors;

        void add(Count other) {
            latencies.add(other.latencies);
            errors += other.errors;
        }
    }

    private Count work(Job job, Turn turn, Window window) {
        Count count = new Count();
        long begun = System.nanoTime();
        while (!window.isOverAt(begun)) {
            try {
                job.run(sessions, turn);
            } catch (RuntimeException e) {
                count.errors++;
            }
            long ended = System.nanoTime();
            if (window.covers(begun, ended)) {
                count.latencies.record(ended - begun);
            }
            begun = ended;
        }
        return count;
    }

    /** Round trips to the server that each of these jobs takes, once everything is warm; 0 without a server. */
    List<Double> trips(List<Job> jobs) {
        if (arm.servers().isEmpty()) {
            return jobs.stream().map(job -> 0.0).toList();
        }
        String[] address = arm.addresses().get(0).split(":", -1);
        try (FaultProxy proxy = FaultProxy.to(new InetSocketAddress(address[0], Integer.parseInt(address[1])), 1);
                SessionFactory proxied = open(List.of(proxy.hostAndPort()), "none")) {
            Turn.Range few = new Turn.Range(HOT, range.all(), new AtomicLong(), range.inserted());
            List<Double> trips = new ArrayList<>();
            for (Job job : jobs) {
                Turn turn = new Turn(0, 1, few);
                repeat(job, proxied, turn, WARM);
                long before = proxy.roundTrips();
                repeat(job, proxied, turn, COUNTED);
                trips.add((double) (proxy.roundTrips() - before) / COUNTED);
            }
            return trips;
        }
    }

    private static void repeat(Job job, SessionFactory on, Turn turn, int times) {
        for (int i = 0; i < times; i++) {
            job.run(on, turn);
        }
    }

    @Override
    public void close() {
        sessions.close();
        arm.close();
    }
}
