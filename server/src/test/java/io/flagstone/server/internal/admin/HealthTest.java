package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final CompletableFuture<Long> QUICK = CompletableFuture.completedFuture(3_000_000L);

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aNodeWhoseLoopsAnswerLives() {
        Answer live = new Health(() -> List.of(QUICK, QUICK), () -> true, 50).live();
        assertThat(live.status()).isEqualTo(200);
        assertThat(text(live)).isEqualTo("live: 2 event loops, the slowest after 3 ms\n");
    }

    @Test
    void aLoopThatDoesNotAnswerIsNoLongerAlive() {
        Answer live = new Health(() -> List.of(QUICK, new CompletableFuture<>()), () -> true, 50).live();
        assertThat(live.status()).isEqualTo(503);
        assertThat(text(live)).isEqualTo("1 of 2 event loops have not answered within 50 ms\n");
    }

    @Test
    void aLoopThatHasEndedIsNoLongerAlive() {
        CompletableFuture<Long> ended = CompletableFuture.failedFuture(new IllegalStateException());
        assertThat(new Health(() -> List.of(ended), () -> true, 50).live().status())
                .isEqualTo(503);
    }

    @Test
    void aNodeThatDoesNotListenIsNotReady() {
        assertThat(new Health(List::of, () -> false, 50).ready().status()).isEqualTo(503);
        assertThat(new Health(List::of, () -> true, 50).ready().status()).isEqualTo(200);
    }

    @Test
    void aNodeThatStopsIsNotReadyAndNobodyNeedsToKillIt() {
        Health health = new Health(() -> List.of(new CompletableFuture<>()), () -> true, 50);
        health.stopping();
        assertThat(health.ready().status()).isEqualTo(503);
        assertThat(health.live().status()).isEqualTo(200);
    }
}
