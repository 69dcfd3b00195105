package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.jcache.Model.Plain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How Hibernate is told of the provider and its settings. */
class SettingsTest {

    private static final String STRATEGY = "hibernate.javax.cache.missing_cache_strategy";
    private static final String URI = "hibernate.javax.cache.uri";

    private final App.Site site = new App.Site(Nodes.shared(), UUID.randomUUID().toString());

    /** What is warned of in the loggers of caches. */
    private static final class Warnings extends Handler implements AutoCloseable {

        private final List<String> said = Collections.synchronizedList(new ArrayList<>());

        Warnings() {
            Logger.getLogger("").addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            String logger = String.valueOf(entry.getLoggerName());
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && (logger.contains("cache") || logger.startsWith("io.flagstone"))) {
                said.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    private static void useIt(App app) {
        app.run(session -> session.persist(new Plain(1, "one")));
        assertThat(app.statements(() -> assertThat(app.text(Plain.class)).isEqualTo("one")))
                .isZero();
    }

    @Test
    void cachesAreCreatedWithoutAWarning() {
        try (Warnings warnings = new Warnings();
                App app = site.open()) {
            useIt(app);
            assertThat(warnings.said).noneMatch(text -> text.contains("HHH90001006"));
        }
    }

    @Test
    void withoutTheStrategyHibernateWarnsOfEachCache() {
        try (Warnings warnings = new Warnings();
                App app = site.without(STRATEGY).open()) {
            useIt(app);
            assertThat(warnings.said).anyMatch(text -> text.startsWith("HHH90001006") && text.contains("[plain]"));
        }
    }

    @Test
    void theStrategyFailStopsTheApplication() {
        assertThatThrownBy(() -> site.set(STRATEGY, "fail").open())
                .hasStackTraceContaining("On-the-fly creation of JCache Cache objects is not supported");
    }

    @Test
    void withoutAUriTheNodeRunsInsideTheJvm() {
        try (App app = site.without(URI).open()) {
            useIt(app);
        }
    }

    @Test
    void theProviderIsFoundUnasked() {
        try (App app = site.without("hibernate.javax.cache.provider").open()) {
            useIt(app);
        }
    }

    @Test
    void aFileOnTheClassPathIsAUri() {
        try (App app = site.set(URI, "on-the-class-path.properties").open()) {
            useIt(app);
        }
    }

    /** Hibernate wants a URL, and Java knows none of these schemes. */
    @Test
    void aListOfNodesIsNoUriForHibernate() {
        assertThatThrownBy(() -> site.set(URI, "memcached://" + Nodes.shared()).open())
                .hasStackTraceContaining("Couldn't load URI from memcached://");
    }

    @Test
    void anUnknownSettingStopsTheApplicationWithTheNearestName() {
        assertThatThrownBy(() -> site.provider("flagstone.timeuot", "1s").open())
                .hasStackTraceContaining("did you mean flagstone.timeout?");
    }

    /** Hibernate closes the manager that it was given, whoever else uses it. */
    @Test
    void twoFactoriesOfOneJvmNeedAUriEach() {
        site.set(URI, "on-the-class-path.properties");
        try (App other = site.open()) {
            try (App app = site.open()) {
                useIt(app);
            }
            assertThatThrownBy(() -> other.text(Plain.class)).hasStackTraceContaining("closed");
        }
    }
}
