package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.testing.TestLoader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code loadAll} ends by telling its listener, one way or another, and never overwrites what is newer. */
@Timeout(30)
class LoadAllTest {

    private final TestCache cache = new TestCache();

    @AfterEach
    void close() {
        cache.close();
    }

    private CompletionListenerFuture load(TestLoader<String> loader, boolean replace, String... keys) {
        Loads<String, String> loads = cache.loader(loader).loads();
        CompletionListenerFuture done = new CompletionListenerFuture();
        new LoadAll<>(cache.parts(), loads, new Fills<>(cache.parts())).start(Set.of(keys), replace, done);
        return done;
    }

    @Test
    void theListenerIsToldWhateverTheLoaderThrows() {
        for (Throwable thrown : List.of(new IllegalStateException("x"), new AssertionError("x"))) {
            CompletionListenerFuture done = load(
                    new TestLoader<>(key -> {
                        throw sneaky(thrown);
                    }),
                    false,
                    "k");
            assertThatThrownBy(() -> done.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CacheLoaderException.class)
                    .hasRootCause(thrown);
            assertThat(cache.node().items().keys()).noneMatch(key -> key.endsWith(":sk"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void whatIsThereStaysUnlessItIsToBeReplaced() throws Exception {
        cache.loader(new TestLoader<>(key -> "loaded"));
        cache.writes().put("k", "there");
        load(new TestLoader<>(key -> "loaded"), false, "k", "other").get(5, TimeUnit.SECONDS);
        assertThat(cache.reads().get("k")).isEqualTo("there");
        load(new TestLoader<>(key -> "loaded"), true, "k").get(5, TimeUnit.SECONDS);
        assertThat(cache.reads().get("k")).isEqualTo("loaded");
        assertThat(cache.reads().get("other")).isEqualTo("loaded");
    }

    @Test
    void whatWasWrittenWhileTheLoaderWorkedWins() throws Exception {
        load(
                        new TestLoader<>(key -> {
                            cache.writes().put(key, "written meanwhile");
                            return "loaded";
                        }),
                        true,
                        "a",
                        "b")
                .get(5, TimeUnit.SECONDS);
        assertThat(cache.reads().getAll(Set.of("a", "b")))
                .containsOnly(
                        java.util.Map.entry("a", "written meanwhile"), java.util.Map.entry("b", "written meanwhile"));
    }

    @Test
    void keysThatTheLoaderDoesNotKnowLeaveNothingBehind() throws Exception {
        load(new TestLoader<>(key -> null), true, "k").get(5, TimeUnit.SECONDS);
        assertThat(cache.node().items().keys()).noneMatch(key -> key.endsWith(":sk"));
    }

    @Test
    void theGateIsLeftWhenItIsOver() throws Exception {
        load(new TestLoader<>(key -> "loaded"), true, "k").get(5, TimeUnit.SECONDS);
        long start = System.nanoTime();
        cache.parts().gate().close();
        cache.parts().gate().awaitEmpty(TimeUnit.SECONDS.toNanos(10));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
}
