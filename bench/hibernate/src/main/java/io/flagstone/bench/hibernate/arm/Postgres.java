package io.flagstone.bench.hibernate.arm;

import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL on a data directory of its own, which goes when it ends. */
final class Postgres implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Duration INITIAL = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(20);
    /** Who it runs as where we are root, which it refuses to be. */
    private static final String NOBODY = "nobody";

    private static final String OWNER = "bench";

    private final Path directory;
    private final JvmProcess server;
    private final Thread hook = new Thread(this::end, "end-postgres");

    private Postgres(Path directory, JvmProcess server) {
        this.directory = directory;
        this.server = server;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where its programs are: the newest of Debian's, or those of the PATH. */
    static Optional<Path> programs() {
        List<Path> places = new ArrayList<>();
        try (Stream<Path> versions = Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.of()) {
            versions.map(version -> version.resolve("bin"))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .forEach(places::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            places.add(Path.of(place));
        }
        return places.stream()
                .filter(place ->
                        Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("postgres")))
                .findFirst();
    }

    static Database start(Path programs) {
        try {
            Path directory = Files.createTempDirectory("flagstone-postgres");
            if (root()) {
                run(List.of("chown", NOBODY, directory.toString()));
            }
            Path data = directory.resolve("data");
            run(asNobody(
                    programs.resolve("initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    OWNER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--no-sync"));
            int port = Ports.free();
            JvmProcess server = JvmProcess.start(asNobody(
                    programs.resolve("postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    "" + port,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "max_connections=200"));
            Database database = new Database(
                    "PostgreSQL",
                    "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                    OWNER,
                    new Postgres(directory, server));
            database.awaitReady();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asNobody(String... command) {
        List<String> line = new ArrayList<>();
        if (root()) {
            line.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups"));
        }
        line.addAll(List.of(command));
        return line;
    }

    private static void run(List<String> command) {
        try (JvmProcess process = JvmProcess.start(command)) {
            int status = process.awaitExit(INITIAL);
            if (status != 0) {
                throw new IllegalStateException(command.get(0) + " gave status " + status + process.describe());
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    /** Told to end at once, it ends its own children, which a killed one may leave behind. */
    private void end() {
        if (server.isAlive()) {
            run(List.of("sh", "-c", "kill -s INT " + server.pid()));
            server.awaitExit(END);
        }
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
