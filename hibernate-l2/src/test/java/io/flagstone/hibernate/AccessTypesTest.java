package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Formal;
import io.flagstone.hibernate.Model.Plain;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** What is said about access types, and what is served. */
class AccessTypesTest {

    private static final class Heard extends Handler {

        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }

        List<String> about(String word) {
            SimpleFormatter formatter = new SimpleFormatter();
            return records.stream()
                    .filter(record -> record.getLevel().equals(Level.INFO))
                    .map(formatter::formatMessage)
                    .filter(message -> message.contains(word))
                    .toList();
        }
    }

    @Test
    void transactionalIsSaidToBeServedAsReadWriteOnceForEachRegionThatAsksForIt() {
        Heard heard = new Heard();
        Logger logger = Logger.getLogger("io.flagstone.hibernate");
        logger.addHandler(heard);
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
        try (Jvm a = site.open()) {
            a.run(session -> session.persist(new Formal(1, "one")));
            a.run(session -> session.find(Formal.class, 1L).text("two"));
        } finally {
            logger.removeHandler(heard);
        }
        assertThat(heard.about("TRANSACTIONAL"))
                .containsExactly("cache region " + Formal.class.getName() + ": TRANSACTIONAL is served as READ_WRITE");
    }

    @Test
    void transactionalIsReadWrite() {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
        try (Jvm a = site.open()) {
            assertThat(type(a, Formal.class)).isEqualTo(AccessType.READ_WRITE);
            assertThat(type(a, Plain.class)).isEqualTo(AccessType.READ_WRITE);
            assertThat(type(a, Model.Loose.class)).isEqualTo(AccessType.NONSTRICT_READ_WRITE);
            assertThat(type(a, Model.Fixed.class)).isEqualTo(AccessType.READ_ONLY);
        }
    }

    private static AccessType type(Jvm jvm, Class<?> entity) {
        return jvm.sessions()
                .unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(entity)
                .getCacheAccessStrategy()
                .getAccessType();
    }

    @Test
    void minimalPutsAreOffUnlessAskedFor() {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
        try (Jvm a = site.open()) {
            assertThat(minimalPuts(a)).isFalse();
        }
        try (Jvm a = site.set("hibernate.cache.use_minimal_puts", "true").open()) {
            assertThat(minimalPuts(a)).isTrue();
        }
    }

    private static boolean minimalPuts(Jvm jvm) {
        return jvm.sessions()
                .unwrap(SessionFactoryImplementor.class)
                .getSessionFactoryOptions()
                .isMinimalPutsEnabled();
    }
}
