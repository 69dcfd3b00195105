package io.flagstone.samples.cacheable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

class ExchangeTest {

    /** The first call of a JVM may take long on a machine that is busy. */
    private static final String PATIENCE = "flagstone.timeout=20s";

    @TempDir
    private Path directory;

    /**
     * An application with the sample's settings of the cache and some more. Each has a file of its own, and therefore a manager
     * of its own, as if it were another process.
     */
    private ConfigurableApplicationContext start(String name, String... more) throws IOException {
        Path file = directory.resolve(name + ".properties");
        try (InputStream sample = Objects.requireNonNull(Exchange.class.getResourceAsStream("/flagstone.properties"))) {
            String text = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(file, text + "\n" + PATIENCE + "\n" + String.join("\n", more));
        }
        return SpringApplication.run(Exchange.class, "--spring.cache.jcache.config=" + file.toUri());
    }

    private static String nodes(Node node) {
        return "flagstone.nodes=127.0.0.1:" + node.port();
    }

    private static Node node() {
        return Node.start(NodeOptions.defaults().withPort(0));
    }

    private static void end(Node node) {
        node.close();
    }

    @Test
    void theSecondCallDoesNotReachTheMethod() throws IOException {
        try (Node node = node();
                ConfigurableApplicationContext context = start("one", nodes(node))) {
            Rates rates = context.getBean(Rates.class);
            Fee fee = rates.fee("acme");
            assertThat(rates.fee("acme")).isEqualTo(fee).isNotSameAs(fee);
            assertThat(rates.asked()).isEqualTo(1);
        }
    }

    @Test
    void twoApplicationsShareEntriesThoseOfSeveralArgumentsAndNullToo() throws IOException {
        try (Node node = node();
                ConfigurableApplicationContext first = start("one", nodes(node));
                ConfigurableApplicationContext second = start("two", nodes(node))) {
            Rates asking = first.getBean(Rates.class);
            Rates sharing = second.getBean(Rates.class);
            assertThat(asking.rate("EUR", "USD")).isEqualTo("1.08");
            assertThat(asking.rate("EUR", "XYZ")).isNull();
            assertThat(sharing.rate("EUR", "USD")).isEqualTo("1.08");
            assertThat(sharing.rate("EUR", "XYZ")).isNull();
            assertThat(sharing.asked()).isZero();
        }
    }

    @Test
    void whatOneApplicationForgetsAllHaveForgotten() throws IOException {
        try (Node node = node();
                ConfigurableApplicationContext first = start("one", nodes(node));
                ConfigurableApplicationContext second = start("two", nodes(node))) {
            Rates changing = first.getBean(Rates.class);
            Rates reading = second.getBean(Rates.class);
            assertThat(reading.rate("EUR", "USD")).isEqualTo("1.08");
            changing.move("EUR", "USD");
            assertThat(changing.rate("EUR", "USD")).isEqualTo("1.09");
            assertThat(reading.rate("EUR", "USD")).isEqualTo("1.09");
        }
    }

    @Test
    void theApplicationGoesOnWhileItsNodeIsDown() throws IOException {
        try (Node node = node();
                ConfigurableApplicationContext context = start("one", nodes(node))) {
            Rates rates = context.getBean(Rates.class);
            assertThat(rates.rate("EUR", "CHF")).isEqualTo("0.97");
            end(node);
            assertThat(rates.rate("EUR", "CHF")).isEqualTo("0.97");
            rates.move("EUR", "CHF");
            assertThat(rates.rate("EUR", "CHF")).isEqualTo("0.98");
            assertThat(rates.asked()).isEqualTo(3);
        }
    }

    @Test
    void aWrongSettingStopsTheStartWithTheNearestName() {
        assertThatThrownBy(() -> start("one", "flagstone.nodse=127.0.0.1:11211").close())
                .hasStackTraceContaining("flagstone.nodse")
                .hasStackTraceContaining("flagstone.nodes");
    }

    @Test
    void theProgramRunsWithItsOwnNodeWhereNothingElseIsSaid() {
        try (JvmProcess program = JvmProcess.start(JvmCommand.of(Exchange.class).withFlags("-D" + PATIENCE))) {
            program.awaitLine("1 EUR = 1.08 USD"::equals, Duration.ofSeconds(60));
            program.awaitLine("asked 1 time"::equals, Duration.ofSeconds(60));
            assertThat(program.awaitExit(Duration.ofSeconds(60))).isZero();
        }
    }

    @Test
    void theTestsRunOnTheReleaseThatTheBuildSays() {
        String line = Objects.requireNonNull(System.getProperty("test.spring-boot"));
        assertThat(SpringBootVersion.getVersion()).isEqualTo(line);
    }
}
