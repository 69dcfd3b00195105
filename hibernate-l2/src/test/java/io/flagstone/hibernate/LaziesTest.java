package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.OwnClasses.Application;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lazy attributes of enhanced classes: what was not loaded is not in the cache, and stays right whoever changes what. */
class LaziesTest {

    private static final Map<Boolean, Pair> OPENED = new HashMap<>();

    private Application a = pair(false).a();
    private Application b = pair(false).b();
    private String entity = "";

    private record Pair(Application a, Application b) {}

    private static Pair pair(boolean structured) {
        return OPENED.computeIfAbsent(structured, LaziesTest::opened);
    }

    private static Pair opened(boolean structured) {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set("hibernate.cache.use_query_cache", "false")
                .set("hibernate.cache.use_structured_entries", Boolean.toString(structured));
        return new Pair(OwnClasses.open(site, Lazies.class, true), OwnClasses.open(site, Lazies.class, true));
    }

    private void open(String type, boolean structured) {
        a = pair(structured).a();
        b = pair(structured).b();
        Jvm.empty(a.jvm(), b.jvm());
        entity = type;
        a.run(type + " make");
    }

    @AfterAll
    static void end() {
        OPENED.values().forEach(pair -> {
            pair.a().close();
            pair.b().close();
        });
    }

    private String ask(Application application, String what) {
        return application.run(entity + ' ' + what);
    }

    private long statements(Application application, String what) {
        return application.statements(entity + ' ' + what);
    }

    /** Cached as a load leaves it, without its lazy attributes. */
    private void load() {
        a.evictAll();
        assertThat(ask(a, "loaded")).isEqualTo("false false");
    }

    @ParameterizedTest
    @CsvSource({"Book, false", "Book, true", "Edition, false", "Edition, true"})
    void whatWasNotLoadedIsReadFromTheDatabaseWhenItIsAskedFor(String type, boolean structured) {
        open(type, structured);
        load();
        assertThat(statements(b, "title")).isZero();
        assertThat(ask(b, "loaded")).isEqualTo("false false");
        assertThat(statements(b, "story")).isEqualTo(1);
        assertThat(ask(b, "story")).isEqualTo("story");
        assertThat(ask(b, "cover")).isEqualTo("3 bytes");
        assertThat(ask(b, "title")).isEqualTo("title");
    }

    /** Hibernate stores no insert of what has neither a version nor all of its columns in every update. */
    @ParameterizedTest
    @CsvSource({"Edition, false", "Edition, true"})
    void whatWasInsertedIsCachedWhole(String type, boolean structured) {
        open(type, structured);
        assertThat(statements(b, "story")).isZero();
        assertThat(statements(b, "cover")).isZero();
        assertThat(ask(b, "story")).isEqualTo("story");
        assertThat(ask(b, "cover")).isEqualTo("3 bytes");
    }

    @ParameterizedTest
    @CsvSource({"Book, false", "Book, true", "Edition, false", "Edition, true"})
    void aChangeOfTheRestLeavesWhatWasNotLoadedAsItIs(String type, boolean structured) {
        open(type, structured);
        load();
        ask(b, "retitle other");
        for (Application each : new Application[] {a, b}) {
            assertThat(ask(each, "title")).isEqualTo("other");
            assertThat(ask(each, "story")).isEqualTo("story");
            assertThat(ask(each, "cover")).isEqualTo("3 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"Book, false", "Book, true", "Edition, false", "Edition, true"})
    void aChangeOfALazyAttributeIsSeenByAll(String type, boolean structured) {
        open(type, structured);
        for (String story : new String[] {"second", "third"}) {
            ask(a, "story");
            ask(b, "story");
            ask(b, "rewrite " + story);
            for (Application each : new Application[] {a, b}) {
                assertThat(ask(each, "story")).isEqualTo(story);
                assertThat(ask(each, "title")).isEqualTo("title");
                assertThat(ask(each, "cover")).isEqualTo("3 bytes");
            }
            load();
            assertThat(ask(b, "story")).isEqualTo(story);
        }
    }
}
