package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Kinds.Basics;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Versioned;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set for one region holds for it, and not for others. */
class RegionSettingsTest {

    private static final String PLAIN = "hibernate.flagstone.region." + Plain.class.getName();

    private final Jvm.Site site =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString()).set("hibernate.cache.use_query_cache", "false");

    private static Jvm open(Jvm.Site site, Class<?>... types) {
        return open(site, Clock.systemUTC(), types);
    }

    private static Jvm open(Jvm.Site site, Clock clock, Class<?>... types) {
        return site.open(clock, configuration -> {
            for (Class<?> type : types) {
                configuration.addAnnotatedClass(type);
            }
        });
    }

    private static long loads(Jvm jvm, Class<?> type) {
        return jvm.statements(() -> jvm.run(session -> session.find(type, 1L)));
    }

    @ParameterizedTest
    @CsvSource({"io.flagstone.hibernate.Model$Plain, false", "*Plain, false", "*Plain, true"})
    void anEntryEndsWithTheLifetimeOfItsRegionAndIsStoredAnew(String pattern, boolean minimalPuts) {
        Duration lifetime = Duration.ofMinutes(5);
        site.set("hibernate.flagstone.region." + pattern + ".ttl", lifetime.toSeconds() + "s")
                .set("hibernate.cache.use_minimal_puts", Boolean.toString(minimalPuts));
        SetClock clock = new SetClock();
        try (Jvm a = open(site, clock, Plain.class, Versioned.class)) {
            a.run(session -> {
                session.persist(new Plain(1, "one"));
                session.persist(new Versioned(1, "one"));
            });
            clock.pass(lifetime.minusMinutes(1));
            assertThat(loads(a, Plain.class)).as("a minute before its end").isZero();
            clock.pass(Duration.ofMinutes(1));
            assertThat(loads(a, Plain.class)).isEqualTo(1);
            assertThat(loads(a, Plain.class)).as("stored anew").isZero();
            assertThat(a.statistics().getSecondLevelCacheMissCount())
                    .as("one that began after the lifetime is a miss")
                    .isEqualTo(1);
            assertThat(a.statistics().getSecondLevelCachePutCount())
                    .as("two inserts, and the load")
                    .isEqualTo(3);
            assertThat(loads(a, Versioned.class)).isZero();
        }
    }

    @Test
    void aLargeStateIsStoredCompressedWhereThatIsAskedForAndReadByAll() {
        String region = "hibernate.flagstone.region." + Basics.class.getName();
        long plain = growth(site);
        Jvm.Site compressing = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set(region + ".compression", "deflate")
                .set(region + ".compress-above", "1000");
        long compressed = growth(compressing);
        assertThat(plain).as("bytes on the node").isGreaterThan(200_000);
        assertThat(compressed).as("bytes on the node").isLessThan(20_000);
    }

    /** What the node's memory grows by when a large state is stored, which another application then reads. */
    private static long growth(Jvm.Site site) {
        UUID id = UUID.randomUUID();
        try (Jvm a = open(site, Basics.class)) {
            Basics basics = new Basics();
            basics.id = id;
            basics.story = "long ".repeat(50_000);
            long before = bytes();
            a.run(session -> session.persist(basics));
            long after = bytes();
            String region = "hibernate.flagstone.region." + Basics.class.getName();
            try (Jvm b = open(site.set(region + ".compression", "none"), Basics.class)) {
                assertThat(b.statements(() -> b.run(session ->
                                assertThat(session.find(Basics.class, id).story).isEqualTo(basics.story))))
                        .isZero();
            }
            return after - before;
        }
    }

    /** The node's own count of the bytes of its items. */
    private static long bytes() {
        String[] node = Nodes.shared().split(":", 2);
        try (Socket socket = new Socket(node[0], Integer.parseInt(node[1]));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("stats\r\nquit\r\n".getBytes(StandardCharsets.US_ASCII));
            return in.lines()
                    .filter(line -> line.startsWith("STAT bytes "))
                    .mapToLong(line -> Long.parseLong(line.substring("STAT bytes ".length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatOneCodecHasStoredIsReadWhateverCodecIsSet() {
        try (Jvm b = open(site, Plain.class);
                Jvm a = open(site.set(PLAIN + ".codec", "java"), Plain.class)) {
            a.run(session -> session.persist(new Plain(1, "one")));
            assertThat(loads(b, Plain.class)).isZero();
            b.run(session -> session.find(Plain.class, 1L).text("two"));
            assertThat(a.statements(() -> a.run(session ->
                            assertThat(session.find(Plain.class, 1L).text()).isEqualTo("two"))))
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"codec, no-such-codec", "compression, tight", "ttl, soon", "failure, maybe"})
    void aValueThatMakesNoSenseStopsTheApplication(String option, String value) {
        site.set(PLAIN + '.' + option, value);
        assertThatThrownBy(() -> open(site, Plain.class).close()).hasStackTraceContaining(value);
    }
}
