package io.flagstone.bench.hibernate.arm;

import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database server in a process of its own, empty at first, on a loopback port. It ends with {@link #close()}, or with
 * this JVM. It does not wait for the disk, so what it holds is lost with the machine.
 */
public final class Database implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    private final String name;
    private final String url;
    private final String user;
    private final AutoCloseable server;

    Database(String name, String url, String user, AutoCloseable server) {
        this.name = name;
        this.url = url;
        this.user = user;
        this.server = server;
    }

    /** PostgreSQL where it is installed, else H2. */
    public static Database start() {
        Optional<Path> programs = Postgres.programs();
        return programs.isPresent() ? Postgres.start(programs.get()) : startH2();
    }

    /** H2 in a JVM of its own. */
    public static Database startH2() {
        int port = Ports.free();
        JvmProcess server = JvmProcess.start(JvmCommand.named(
                "org.h2.tools.Server", "-tcp", "-tcpPort", "" + port, "-ifNotExists", "-tcpPassword", "end"));
        Database database =
                new Database("H2", "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:bench;DB_CLOSE_DELAY=-1", "sa", server);
        database.awaitReady();
        return database;
    }

    /** Returns when it takes connections. */
    void awaitReady() {
        long end = System.nanoTime() + READY.toNanos();
        while (true) {
            try (Connection connection = connect()) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - end > 0) {
                    close();
                    throw new IllegalStateException(name + " takes no connection", e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a database was starting", e);
        }
    }

    /** Its name, for reports. */
    public String name() {
        return name;
    }

    /** Where it is, for JDBC. */
    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    /** A connection by a way that knows no pool and no cache. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    /** What a session factory needs to use this database through a pool of HikariCP. */
    public Map<String, String> settings(int connections) {
        return settings(url, user, connections);
    }

    /** As {@link #settings(int)}, for a JVM that did not start the database. */
    public static Map<String, String> settings(String url, String user, int connections) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hibernate.connection.provider_class", "hikari");
        settings.put("hibernate.connection.url", url);
        settings.put("hibernate.connection.username", user);
        settings.put("hibernate.connection.password", "");
        settings.put("hibernate.connection.isolation", "READ_COMMITTED");
        settings.put("hibernate.connection.autocommit", "false");
        settings.put("hibernate.connection.provider_disables_autocommit", "true");
        settings.put("hibernate.hikari.autoCommit", "false");
        settings.put("hibernate.hikari.maximumPoolSize", "" + connections);
        settings.put("hibernate.hikari.minimumIdle", "" + connections);
        return settings;
    }

    /** Drops all tables of these names, so that a run begins with nothing. */
    public void drop(List<String> tables) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("drop table if exists " + table + " cascade");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop tables of " + name, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(name + " does not end", e);
        }
    }
}
