package io.flagstone.server.internal.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.store.Handover;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lives of one node, one after the other, with a memory file between them; time passes when told to. */
final class Lives implements AutoCloseable {
    private static final long START_MILLIS = 1_767_225_600_250L;

    private NodeOptions options;
    private long nanos = 1_000_000_000_000L;
    private long wallMillis = START_MILLIS;
    private @Nullable WarmRestart warm;
    private @Nullable StorageEngine engine;
    private @Nullable StoreClock clock;

    Lives(NodeOptions options, Path file) {
        this.options = options.with(Option.MEMORY_FILE.key(), file.toString());
    }

    /** What an item is to those who use it, seconds by the wall clock. */
    record Seen(
            int value, int length, int flags, long cas, long expires, long access, boolean fetched, Set<Mark> marks) {}

    /** Begins a life; answers why it begins without items, or null. */
    @Nullable
    String begin() {
        StoreClock now = new StoreClock(() -> nanos, wallMillis);
        clock = now;
        WarmRestart restart = Objects.requireNonNull(WarmRestart.of(options, now, () -> wallMillis));
        warm = restart;
        engine = restart.open(() -> Facts.engine(options, now));
        return restart.coldBecause();
    }

    /**
     * Has an empty engine offered the file, and nothing begin; answers why the file is not used, or null. The engine must
     * not have been touched where it is not.
     */
    @Nullable
    String tryOn(StorageEngine empty) {
        StoreClock now = new StoreClock(() -> nanos, wallMillis);
        int[] asked = {0};
        try (WarmRestart restart = Objects.requireNonNull(WarmRestart.of(options, now, () -> wallMillis))) {
            restart.open(() -> {
                asked[0]++;
                return empty;
            });
            assertThat(asked[0]).as("engines").isEqualTo(1);
            return restart.coldBecause();
        }
    }

    /** Begins one with another setting. */
    @Nullable
    String beginWith(Option option, String value) {
        options = options.with(option.key(), value);
        return begin();
    }

    /** Ends it, and leaves the items behind; answers how many. */
    long endAndSave() {
        StorageEngine ended = engine();
        ended.close();
        try (WarmRestart restart = Objects.requireNonNull(warm)) {
            return restart.save(ended);
        } finally {
            forget();
        }
    }

    /** Ends it as a crash does. */
    void end() {
        engine().close();
        Objects.requireNonNull(warm).close();
        forget();
    }

    private void forget() {
        warm = null;
        engine = null;
    }

    void passMillis(long millis) {
        nanos += millis * 1_000_000;
        wallMillis += millis;
    }

    /** Somebody sets the wall clock. */
    void setWallClock(long byMillis) {
        wallMillis += byMillis;
    }

    StorageEngine engine() {
        return Objects.requireNonNull(engine);
    }

    StoreClock clock() {
        return Objects.requireNonNull(clock);
    }

    long restored() {
        return Objects.requireNonNull(warm).restored();
    }

    Handover handover() {
        return Objects.requireNonNull(engine().handover());
    }

    /**
     * All live items, in the order in which they are handed over. As at the end of a node its housekeeping stops first:
     * it would move an item from a list that has not been shown to one that has been.
     */
    Map<String, Seen> items() {
        Map<String, Seen> items = new LinkedHashMap<>();
        engine().close();
        try {
            handover().forEach((item, standing) -> items.put(key(item), seen(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return items;
    }

    /** One that must be there. */
    Seen item(String key) {
        return Objects.requireNonNull(items().get(key), key);
    }

    private static String key(StoredItem item) {
        byte[] key = new byte[item.keyLength()];
        item.copyKey(key, 0);
        return Wire.text(key);
    }

    private Seen seen(StoredItem item) {
        byte[] value = new byte[item.valueLength()];
        item.copyValue(0, value, 0, value.length);
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        Arrays.stream(Mark.values()).filter(item::has).forEach(marks::add);
        return new Seen(
                Arrays.hashCode(value),
                value.length,
                item.flags(),
                item.cas(),
                item.expiry() == 0 ? 0 : clock().unix(item.expiry()),
                clock().unix(item.lastAccess()),
                item.fetched(),
                marks);
    }

    @Override
    public void close() {
        if (engine != null) {
            end();
        }
    }
}
