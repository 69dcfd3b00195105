package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.hibernate.Model.Versioned;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM commits a change and dies before it has told the cache. */
class DyingWriterIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final ServerProcess NODE = Nodes.process();
    private static final JvmProcess DATABASE = JvmProcess.start(
            Nodes.shortLived(JvmCommand.named("org.h2.tools.Server", "-tcp", "-tcpPort", "0", "-ifNotExists"))
                    .withFlags("-Dh2.bindAddress=127.0.0.1"));
    private static String databases = "";

    private final String name = UUID.randomUUID().toString();
    private final String url = databases + name + ";DB_CLOSE_DELAY=-1";
    private final SetClock clock = new SetClock();
    private final Map<String, String> settings = new TreeMap<>(Map.of("hibernate.cache.use_query_cache", "false"));
    private final List<Jvm> readers = new ArrayList<>();

    @BeforeAll
    static void findDatabase() {
        String said = DATABASE.awaitLine(line -> line.contains("tcp://"), LIMIT);
        String port = said.replaceFirst(".*tcp://[^ ]*:(\\d+) .*", "$1");
        databases = "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:";
    }

    @AfterEach
    void end() {
        readers.forEach(Jvm::close);
    }

    @AfterAll
    static void endProcesses() {
        DATABASE.close();
        NODE.close();
    }

    private Jvm reader() {
        Jvm.Site site = new Jvm.Site(NODE.hostAndPort(), name).set("hibernate.connection.url", url);
        settings.forEach(site::set);
        Jvm reader = site.open(clock, configuration -> DyingWriter.TYPES.forEach(configuration::addAnnotatedClass));
        readers.add(reader);
        return reader;
    }

    /** Has changed the row, and waits for a line to commit. */
    private JvmProcess writer(Class<? extends Thing> type) {
        List<String> arguments = new ArrayList<>(List.of(NODE.hostAndPort(), name, url, type.getName()));
        settings.forEach((key, value) -> arguments.add(key + '=' + value));
        JvmProcess writer =
                JvmProcess.start(Nodes.shortLived(JvmCommand.of(DyingWriter.class, arguments.toArray(String[]::new))));
        writer.awaitLine(line -> line.equals("changed"), LIMIT);
        return writer;
    }

    private static void commitAndDie(JvmProcess writer) {
        writer.send("commit");
        assertThat(writer.awaitExit(LIMIT)).as(writer::describe).isEqualTo(DyingWriter.DEAD);
    }

    private static String text(Jvm jvm, Class<? extends Thing> type) {
        return jvm.ask(session -> session.find(type, 1L).text());
    }

    private static Thing make(Class<?> type) {
        return type == Plain.class ? new Plain(1, "one") : new Versioned(1, "one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void whileItsLockIsThereEveryoneReadsTheDatabase(Class<? extends Thing> type) {
        settings.put("hibernate.flagstone.lock", "10m");
        Jvm a = reader();
        Jvm b = reader();
        a.run(session -> session.persist(make(type)));
        assertThat(b.statements(() -> text(b, type))).isZero();
        try (JvmProcess writer = writer(type)) {
            assertThat(a.statements(() -> assertThat(text(a, type)).isEqualTo("one")))
                    .isEqualTo(1);
            commitAndDie(writer);
        }
        for (int round = 0; round < 3; round++) {
            for (Jvm reader : List.of(a, b)) {
                assertThat(reader.statements(
                                () -> assertThat(text(reader, type)).isEqualTo("two")))
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void onceItsLockHasEndedItIsCachedAgainAndNeverAsItWas(Class<? extends Thing> type) {
        settings.put("hibernate.flagstone.lock", "10m");
        Jvm a = reader();
        Jvm b = reader();
        a.run(session -> session.persist(make(type)));
        try (JvmProcess writer = writer(type)) {
            commitAndDie(writer);
        }
        clock.pass(Duration.ofMinutes(9));
        for (int round = 0; round < 2; round++) {
            assertThat(a.statements(() -> assertThat(text(a, type)).isEqualTo("two")))
                    .as("its lock is still there")
                    .isEqualTo(1);
        }
        clock.pass(Duration.ofMinutes(1));
        assertThat(text(a, type)).isEqualTo("two");
        assertThat(a.statements(() -> assertThat(text(a, type)).isEqualTo("two")))
                .isZero();
        assertThat(b.statements(() -> assertThat(text(b, type)).isEqualTo("two")))
                .isZero();
    }

    /** The page says so: without the lock, with a reader in between, nobody is left who knows. */
    @Test
    void whereItsLockWasLostAndAReaderHasFilledTheOldValueStaysUntilItIsEvicted() {
        Jvm a = reader();
        a.run(session -> session.persist(make(Plain.class)));
        fillUnderALostLock(a);
        assertThat(a.statements(() -> assertThat(text(a, Plain.class)).isEqualTo("one")))
                .isZero();
        a.sessions().getCache().evictEntityData(Plain.class, 1L);
        assertThat(text(a, Plain.class)).isEqualTo("two");
    }

    @Test
    void whereItsLockWasLostAndAReaderHasFilledTheOldValueStaysNoLongerThanItsLifetime() {
        settings.put("hibernate.flagstone.region." + Plain.class.getName() + ".ttl", "10m");
        Jvm a = reader();
        a.run(session -> session.persist(make(Plain.class)));
        fillUnderALostLock(a);
        clock.pass(Duration.ofMinutes(9));
        assertThat(text(a, Plain.class)).isEqualTo("one");
        clock.pass(Duration.ofMinutes(1));
        assertThat(text(a, Plain.class)).as("began after its lifetime").isEqualTo("two");
    }

    /** The writer has died, and what it has changed was filled as it was before. */
    private void fillUnderALostLock(Jvm reader) {
        try (JvmProcess writer = writer(Plain.class);
                Loss loss = new Loss(NODE.hostAndPort(), name)) {
            loss.ofEntity(Plain.class, 1);
            assertThat(text(reader, Plain.class)).isEqualTo("one");
            commitAndDie(writer);
        }
    }
}
