package io.flagstone.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.Ports;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class ShopTest {

    private static final String FLAGSTONE = "--spring.jpa.properties.hibernate.flagstone.";

    private final String name = UUID.randomUUID().toString();

    /** An application with one more setting of the cache. */
    private ConfigurableApplicationContext start(String setting) {
        SpringApplication application = new SpringApplicationBuilder(Shop.class).application();
        return application.run(
                "--spring.datasource.url=jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1",
                FLAGSTONE + "namespace=" + name,
                FLAGSTONE + setting);
    }

    private static String name(ConfigurableApplicationContext context) {
        return context.getBean(Products.class).findById(1L).orElseThrow().name();
    }

    private static void store(ConfigurableApplicationContext context, String productName) {
        context.getBean(Products.class).save(new Product(1, productName));
    }

    private static long find(ConfigurableApplicationContext context) {
        return context.getBean(Products.class).findByName("chalk").size();
    }

    @Test
    void aSecondApplicationReadsWhatTheFirstHasStored() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0));
                ConfigurableApplicationContext first = start("nodes=127.0.0.1:" + node.port());
                ConfigurableApplicationContext second = start("nodes=127.0.0.1:" + node.port())) {
            store(first, "chalk");
            Statistics counted = Shop.statistics(second);
            assertThat(name(second)).isEqualTo("chalk");
            assertThat(counted.getSecondLevelCacheHitCount()).isEqualTo(1);
            assertThat(counted.getPrepareStatementCount()).isZero();
            store(first, "slate");
            assertThat(name(second)).isEqualTo("slate");
        }
    }

    @Test
    void aCachedQueryOfTheRepositoryIsSharedAndEndsWithAChange() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0));
                ConfigurableApplicationContext first = start("nodes=127.0.0.1:" + node.port());
                ConfigurableApplicationContext second = start("nodes=127.0.0.1:" + node.port())) {
            store(first, "chalk");
            for (int round = 0; round < 3; round++) {
                assertThat(find(first)).isEqualTo(1);
            }
            assertThat(find(second)).isEqualTo(1);
            assertThat(Shop.statistics(second).getQueryCacheHitCount()).isEqualTo(1);
            store(second, "slate");
            assertThat(find(first)).isZero();
        }
    }

    @Test
    void anUnknownSettingStopsTheStartWithTheNearestName() {
        assertThatThrownBy(() -> start("nodse=127.0.0.1:11211").close())
                .hasStackTraceContaining("hibernate.flagstone.nodse")
                .hasStackTraceContaining("did you mean hibernate.flagstone.nodes?");
    }

    @Test
    void theApplicationStartsAndWorksWhileEveryNodeIsDown() {
        try (ConfigurableApplicationContext context =
                start("nodes=127.0.0.1:" + Ports.free() + ";127.0.0.1:" + Ports.free())) {
            store(context, "chalk");
            assertThat(name(context)).isEqualTo("chalk");
            assertThat(find(context)).isEqualTo(1);
            assertThat(Shop.statistics(context).getSecondLevelCacheHitCount()).isZero();
        }
    }

    @Test
    void theProgramRuns() {
        try (JvmProcess program = JvmProcess.start(JvmCommand.of(Shop.class))) {
            program.awaitLine("1 chalk"::equals, Duration.ofMinutes(2));
            program.awaitLine("reading them: 3 hits, 0 statements"::equals, Duration.ofSeconds(20));
            assertThat(program.awaitExit(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void theTestsRunOnTheReleaseThatTheBuildSays() {
        String line = Objects.requireNonNull(System.getProperty("test.spring-boot"));
        assertThat(SpringBootVersion.getVersion()).isEqualTo(line);
    }
}
