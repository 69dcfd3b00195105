package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.jcache.Model.Plain;
import io.flagstone.hibernate.jcache.Model.Reading;
import io.flagstone.hibernate.jcache.Model.Thing;
import io.flagstone.hibernate.jcache.Model.Versioned;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheManager;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * hibernate-jcache is safe inside one JVM only: Hibernate looks into the cache, decides and stores in two calls, under a
 * lock that other JVMs do not see. Each of these tests would fail with {@code flagstone-hibernate-l2}.
 */
class HazardsTest {

    private final AtomicReference<Runnable> pause = new AtomicReference<>(() -> {});
    private final App.Site site = new App.Site(Nodes.shared(), UUID.randomUUID().toString());

    /** What this application stores, it stores after the pause. */
    private final App slow = site.openThrough(this::pausing);

    private final App other = site.open();

    @AfterEach
    void end() {
        slow.close();
        other.close();
    }

    private CacheManager pausing(CacheManager manager) {
        return Around.caches(manager, method -> {
            if (method.equals("put")) {
                takePause();
            }
        });
    }

    private void takePause() {
        pause.getAndSet(() -> {}).run();
    }

    /** There is a row with text one, and nothing in the cache. */
    private void prepare(Class<? extends Thing> type) {
        other.run(session -> session.persist(type == Plain.class ? new Plain(1, "one") : new Versioned(1, "one")));
        other.sessions().getCache().evictAllRegions();
    }

    private void checkStale(Class<? extends Thing> type) {
        assertThat(other.stored(type)).isEqualTo("two");
        assertThat(other.text(type)).isEqualTo("one");
        assertThat(slow.text(type)).isEqualTo("one");
    }

    private void checkRight(Class<? extends Thing> type) {
        assertThat(slow.text(type)).isEqualTo("two");
        assertThat(other.text(type)).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void aSlowReaderInAnotherJvmPutsBackAnOldValue(Class<? extends Thing> type) {
        prepare(type);
        pause.set(() -> other.update(type, "two"));
        assertThat(slow.text(type)).isEqualTo("one");
        checkStale(type);
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void inTheSameJvmTheWriterWaitsForTheSlowReader(Class<? extends Thing> type) throws Exception {
        prepare(type);
        AtomicReference<CompletableFuture<?>> update = new AtomicReference<>(new CompletableFuture<>());
        pause.set(() -> {
            update.set(CompletableFuture.runAsync(() -> slow.update(type, "two")));
            assertThatThrownBy(() -> update.get().get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        });
        assertThat(slow.text(type)).isEqualTo("one");
        update.get().get(20, TimeUnit.SECONDS);
        checkRight(type);
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void aReaderThatIsSlowBeforeItLooksPutsNothingBack(Class<? extends Thing> type) {
        prepare(type);
        Reading.then(() -> other.update(type, "two"));
        assertThat(slow.text(type)).isEqualTo("one");
        checkRight(type);
    }

    /** A bulk statement leaves nothing in the cache that would refuse the late value, not even in the same JVM. */
    @Test
    void aReaderThatIsSlowerThanABulkUpdatePutsBackAnOldValueEvenInTheSameJvm() {
        prepare(Plain.class);
        Reading.then(() -> slow.run(session ->
                session.createMutationQuery("update Plain set text = 'two'").executeUpdate()));
        assertThat(slow.text(Plain.class)).isEqualTo("one");
        checkStale(Plain.class);
    }

    /** As after a node's restart, or when the node needed room. */
    @Test
    void aQueryIsAnsweredAsOfOldWhenTheTimestampsAreLost() {
        prepare(Plain.class);
        assertThat(count()).isEqualTo(1);
        other.run(session -> session.persist(new Plain(2, "two")));
        other.sessions()
                .unwrap(SessionFactoryImplementor.class)
                .getCache()
                .getTimestampsCache()
                .getRegion()
                .clear();
        assertThat(count()).isEqualTo(1);
    }

    private long count() {
        return slow.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .getSingleResult());
    }
}
