package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.OwnClasses.Application;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lazy attributes of enhanced classes: what was not loaded is not in the cache, and stays right whoever changes what. */
@NullUnmarked // opened by each test
class LaziesTest {

    private Application a;
    private Application b;
    private String entity;

    private void open(String type, boolean structured) {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set("hibernate.cache.use_query_cache", "false")
                .set("hibernate.cache.use_structured_entries", Boolean.toString(structured));
        a = OwnClasses.open(site, Lazies.class, true);
        b = OwnClasses.open(site, Lazies.class, true);
        entity = type;
        a.run(type + " make");
    }

    @AfterEach
    void end() {
        a.close();
        b.close();
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
