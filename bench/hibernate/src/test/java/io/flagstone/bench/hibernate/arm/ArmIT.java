package io.flagstone.bench.hibernate.arm;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cache is what it says: found where it caches, read from the database where there is none. */
class ArmIT {

    private static @Nullable Database database;

    @TempDir
    private static @Nullable Path directory;

    @Entity(name = "Word")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Word {

        @Id
        long id;

        @Nullable
        String text;
    }

    @BeforeAll
    static void start() {
        database = Database.start();
    }

    @AfterAll
    static void end() {
        if (database != null) {
            database.close();
        }
    }

    private static SessionFactory open(Arm arm, Database database, Path directory) {
        Configuration configuration = new Configuration();
        configuration.addAnnotatedClass(Word.class);
        configuration.setProperty("hibernate.generate_statistics", "true");
        configuration.setProperty("hibernate.hbm2ddl.auto", "update");
        database.settings(2).forEach(configuration::setProperty);
        arm.settings(directory).forEach(configuration::setProperty);
        return configuration.buildSessionFactory();
    }

    /** All whose servers are installed; ours need no more than the build itself does. */
    static Stream<Kind> available() {
        boolean redis = Files.isExecutable(Path.of("/usr/bin/redis-server"));
        return Stream.of(Kind.values()).filter(kind -> redis || kind != Kind.REDISSON);
    }

    @ParameterizedTest
    @MethodSource("available")
    void whatIsReadTwiceIsAskedOfTheDatabaseOnceWhereThereIsACache(Kind kind) {
        Database rows = Objects.requireNonNull(database);
        rows.drop(List.of("Word"));
        try (Arm arm = Arm.start(kind, List.of(64, 64, 64));
                SessionFactory sessions = open(arm, rows, Objects.requireNonNull(directory))) {
            sessions.inTransaction(session -> {
                Word word = new Word();
                word.id = 1;
                word.text = "flag";
                session.persist(word);
            });
            sessions.inTransaction(session -> session.find(Word.class, 1L));
            long before = sessions.getStatistics().getPrepareStatementCount();
            sessions.inTransaction(
                    session -> assertThat(session.find(Word.class, 1L).text).isEqualTo("flag"));
            assertThat(sessions.getStatistics().getPrepareStatementCount() - before)
                    .isEqualTo(kind == Kind.OFF ? 1 : 0);
        }
    }

    @Test
    void h2TakesThePlaceOfPostgresql() throws Exception {
        try (Database h2 = Database.startH2();
                var connection = h2.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table word (id int)");
            assertThat(statement.executeUpdate("insert into word values (1)")).isEqualTo(1);
        }
    }
}
