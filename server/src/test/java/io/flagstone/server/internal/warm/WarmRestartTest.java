package io.flagstone.server.internal.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.store.Mark;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back with a memory file, and when. */
class WarmRestartTest {
    private static final int ITEMS = 3000;

    @TempDir
    Path directory;

    private Path file;
    private Lives lives;

    @BeforeEach
    void firstLife() {
        file = directory.resolve("memory");
        lives = new Lives(NodeOptions.defaults().withMemory(MemorySize.mebibytes(32)), file);
        assertThat(lives.begin()).isEqualTo("there is no file " + file);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    private void mark(Probe probe, String key, Mark mark) {
        byte[] name = Wire.bytes(key);
        probe.cursor.begin();
        assertThat(probe.cursor.seek(name, 0, name.length)).isTrue();
        probe.cursor.mark(mark, true);
        probe.cursor.release();
    }

    /** Of all sizes, in chunks and chained ones, some read, some marked, some with an end. */
    private void fill() {
        Random random = new Random(430);
        Probe probe = new Probe(lives.engine());
        for (int i = 0; i < ITEMS; i++) {
            byte[] value = new byte[i % 500 == 0 ? 700_000 + random.nextInt(300_000) : random.nextInt(3000)];
            random.nextBytes(value);
            int expiry = i % 3 == 0 ? lives.clock().now() + 100 + i : 0;
            assertThat(probe.put("key " + i, value, i % 2 == 0 ? 0 : random.nextInt(), expiry))
                    .isTrue();
            if (i % 10 == 0) {
                lives.passMillis(random.nextInt(100));
                probe.get("key " + random.nextInt(i + 1));
                mark(probe, "key " + i, Mark.values()[i / 10 % Mark.values().length]);
            }
        }
        probe.put("empty", new byte[0]);
    }

    @Test
    void everyItemComesBackAsItWas() {
        fill();
        lives.engine().close();
        Map<String, Lives.Seen> before = lives.items();
        assertThat(before.size()).isGreaterThan(ITEMS * 9 / 10);
        assertThat(before.values()).anyMatch(seen -> seen.length() > 524_288);
        assertThat(lives.endAndSave()).isEqualTo(before.size());
        lives.passMillis(20_000);

        assertThat(lives.begin()).isNull();
        assertThat(lives.restored()).isEqualTo(before.size());
        lives.engine().close();
        Map<String, Lives.Seen> after = lives.items();
        assertThat(after).isEqualTo(before);
        Probe probe = new Probe(lives.engine());
        assertThat(after.keySet()).allMatch(probe::has);
        assertThat(probe.statistic("curr_items")).isEqualTo(before.size());
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void timeThatPassesBetweenTwoLivesCounts() {
        Probe probe = new Probe(lives.engine());
        for (int second = 1; second <= 60; second++) {
            probe.put(
                    "key " + second,
                    new byte[8],
                    0,
                    lives.clock().expiry(second, lives.clock().nanos()));
        }
        lives.endAndSave();
        lives.passMillis(30_000);
        assertThat(lives.begin()).isNull();
        Probe again = new Probe(lives.engine());
        // An item is promised so many seconds, and may have one more.
        for (int second = 1; second <= 60; second++) {
            if (second != 29) {
                assertThat(again.has("key " + second))
                        .as("with %s s to live", second)
                        .isEqualTo(second > 29);
            }
        }
        lives.passMillis(31_000);
        assertThat(lives.items()).isEmpty();
    }

    @Test
    void anItemNeverLivesLongerByABrokenSecond() {
        for (int millis = 0; millis < 3000; millis += 130) {
            Probe probe = new Probe(lives.engine());
            int expiry = lives.clock().expiry(10, lives.clock().nanos());
            probe.put("key", new byte[1], 0, expiry);
            long end = lives.clock().unix(expiry);
            lives.endAndSave();
            lives.passMillis(millis);
            assertThat(lives.begin()).isNull();
            assertThat(lives.item("key").expires()).isEqualTo(end);
        }
    }

    @Test
    void casNumbersGoOnAboveAllThatWereGiven() {
        Probe probe = new Probe(lives.engine());
        for (int i = 0; i < 100; i++) {
            probe.put("key", new byte[1]);
        }
        long given = lives.item("key").cas();
        probe.remove("key");
        lives.endAndSave();
        assertThat(lives.begin()).isNull();
        new Probe(lives.engine()).put("key", new byte[1]);
        assertThat(lives.item("key").cas()).isEqualTo(given + 1);
    }

    @Test
    void nothingFromBeforeAFlushComesBack() {
        Probe probe = new Probe(lives.engine());
        probe.put("before", new byte[1]);
        lives.engine().flush(lives.clock().now());
        probe.put("after", new byte[1]);
        assertThat(lives.endAndSave()).isEqualTo(1);
        assertThat(lives.begin()).isNull();
        assertThat(lives.items()).containsOnlyKeys("after");
    }

    @Test
    void aFlushThatWasToComeStillComes() {
        new Probe(lives.engine()).put("before", new byte[1]);
        lives.engine().flush(lives.clock().now() + 60);
        lives.endAndSave();
        lives.passMillis(30_000);
        assertThat(lives.begin()).isNull();
        assertThat(new Probe(lives.engine()).has("before")).isTrue();
        lives.passMillis(31_000);
        assertThat(new Probe(lives.engine()).has("before")).isFalse();
    }

    @Test
    void aFlushThatCameDueBetweenTwoLivesLeavesNothing() {
        new Probe(lives.engine()).put("before", new byte[1]);
        lives.engine().flush(lives.clock().now() + 60);
        lives.endAndSave();
        lives.passMillis(61_000);
        assertThat(lives.begin()).contains("flush_all has come due");
        assertThat(lives.items()).isEmpty();
    }

    @Test
    void aFileIsUsedOnce() throws Exception {
        new Probe(lives.engine()).put("key", new byte[1]);
        lives.endAndSave();
        assertThat(lives.begin()).isNull();
        lives.end();
        assertThat(lives.begin()).isEqualTo("there is no file " + file);
        assertThat(lives.items()).isEmpty();
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("memory.lock"));
        }
    }

    @Test
    void everySettingThatDiffersIsNamed() {
        Map<Option, String> others = Map.of(
                Option.MEM_SIZE, "33m",
                Option.ITEM_SIZE_MAX, "2m",
                Option.CHUNK_SIZE, "64",
                Option.GROWTH_FACTOR, "1.5",
                Option.SLAB_CHUNK_MAX, "256",
                Option.SLAB_SIZES, "100-200",
                Option.CAS, "no",
                Option.EVICTIONS, "no");
        others.forEach((option, value) -> {
            new Probe(lives.engine()).put("key", new byte[1]);
            lives.endAndSave();
            assertThat(lives.beginWith(option, value)).contains("written with " + option.key() + "=");
            assertThat(lives.items()).isEmpty();
            assertThat(Files.exists(file)).isFalse();
        });
    }

    @Test
    void aClockThatWentBackwardsIsNotBelieved() {
        new Probe(lives.engine()).put("key", new byte[1]);
        lives.endAndSave();
        lives.setWallClock(-1500);
        assertThat(lives.begin()).contains("a clock went backwards");
        assertThat(lives.items()).isEmpty();
    }

    @Test
    void aFullNodeIsFullAgain() {
        Probe probe = new Probe(lives.engine());
        for (int i = 0; i < 9000; i++) {
            probe.put("key " + i, new byte[i % 7 == 0 ? 20_000 : 4000]);
        }
        lives.engine().close();
        Set<String> before = lives.items().keySet();
        assertThat(before.size()).isLessThan(9000);
        lives.endAndSave();
        assertThat(lives.begin()).isNull();
        Set<String> after = new HashSet<>(lives.items().keySet());
        assertThat(after.size()).isGreaterThan(before.size() * 95 / 100);
        assertThat(before.containsAll(after)).isTrue();
        assertThat(after).contains("key 8999");
    }

    @Test
    void aFileThatAnotherNodeMayStillWriteIsRefused() {
        Lives other = new Lives(NodeOptions.defaults(), file);
        assertThatCode(other::begin)
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("memory_file: " + file)
                .hasMessageContaining("belongs to a node that has not ended");
        lives.end();
        assertThat(other.begin()).isEqualTo("there is no file " + file);
        other.close();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefused() {
        Lives other = new Lives(NodeOptions.defaults(), directory.resolve("nowhere/memory"));
        assertThatCode(other::begin)
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("memory_file: ")
                .hasMessageContaining("cannot be written");
    }

    @Test
    void whatFlagstonesClientsKeepStaysBehindAndNothingElse() {
        List<String> theirs = List.of(
                "AbCdEfGh_-1:gen",
                "AbCdEfGh_-1:Abcdefghi:key",
                "AbCdEfGh_-1:-12345678:another key of theirs",
                "AbCdEfGh_-1:Abcdefghi:",
                "flagstone:AbCdEfGh_-1:node",
                "flagstone:AbCdEfGh_-1:view");
        List<String> others = List.of(
                "a",
                "user:1",
                "AbCdEfGh_-2:Abcdefghi:no generation",
                "AbCdEfGh_-1:Abcdefg.i:key",
                "AbCdEfGh_-1:Abcdefghik",
                "AbCdEfGh_.1:gen",
                "flagstone:",
                "flagstone:short:node",
                "flagstone.AbCdEfGh_-1:node");
        Probe probe = new Probe(lives.engine());
        for (String key : theirs) {
            probe.put(key, new byte[] {'1'});
        }
        for (String key : others) {
            probe.put(key, new byte[] {'1'});
        }
        assertThat(lives.endAndSave()).isEqualTo(others.size());
        assertThat(lives.begin()).isNull();
        assertThat(lives.items()).containsOnlyKeys(others);
    }
}
