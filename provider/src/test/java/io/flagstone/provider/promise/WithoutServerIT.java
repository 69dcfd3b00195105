package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.process.JvmCommand;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application may leave the node's jar out, and use nodes elsewhere. */
class WithoutServerIT {

    @Test
    void configuredNodesNeedNoServerJar() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.EMBEDDED, 1)) {
            assertThat(run(Application::isServer, "memcached://" + engine.nodes()))
                    .isEqualTo("read value");
        }
    }

    @Test
    void theEmbeddedNodeIsMissedByName() throws Exception {
        assertThat(run(Application::isServer))
                .startsWith("refused")
                .contains("io.flagstone:flagstone-server", "flagstone.nodes");
    }

    /** Spring Boot 3.5, for one, manages it at 4.1, which lacks classes that stand in the jar left out here. */
    @ParameterizedTest
    @ValueSource(strings = {"flagstone:default", "memcached://127.0.0.1:1"})
    void anotherNettyThanOursIsToldByName(String uri) throws Exception {
        assertThat(run(entry -> entry.contains("netty-transport-4"), uri))
                .startsWith("refused")
                .contains("Netty 4.2", "netty.version");
    }

    private static String run(Predicate<String> leftOut, String... arguments) throws IOException, InterruptedException {
        return run(leftOut, List.of(), arguments);
    }

    /** What the application says, in a JVM with these flags and without these parts of the class path. */
    static String run(Predicate<String> leftOut, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(leftOut.negate())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> line = JvmCommand.of(Application.class, arguments)
                .withClassPath(classPath)
                // a busy machine is no fault of a node
                .withFlags("-Dflagstone.timeout=20s")
                .withFlags(flags.toArray(String[]::new))
                .line();
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.trim();
    }

    /** The application; its only argument, if any, is the manager's URI. */
    static final class Application {

        private Application() {}

        static boolean isServer(String entry) {
            return entry.contains("flagstone-server")
                    || Path.of(entry).endsWith(Path.of("server", "target", "classes"));
        }

        public static void main(String[] arguments) {
            try (CachingProvider provider = Caching.getCachingProvider()) {
                Cache<String, String> cache = (arguments.length == 0
                                ? provider.getCacheManager()
                                : provider.getCacheManager(URI.create(arguments[0]), null))
                        .createCache("c", new MutableConfiguration<>());
                cache.put("k", "value");
                System.out.println("read " + cache.get("k"));
            } catch (CacheException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }
}
