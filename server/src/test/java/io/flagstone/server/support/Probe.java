package io.flagstone.server.support;

import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.StatisticsGroup;
import io.flagstone.server.store.StorageEngine;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thread's simple way to an engine: whole values in, whole values out. */
public final class Probe {
    private final StorageEngine engine;
    public final Cursor cursor;
    public final Draft draft;

    public Probe(StorageEngine engine) {
        this.engine = engine;
        this.cursor = engine.cursor();
        this.draft = engine.draft();
    }

    /** Stores a value; false when there is no memory for it. */
    public boolean put(String key, byte[] value) {
        return put(key, value, 0, 0);
    }

    public boolean put(String key, byte[] value, int flags, int expiry) {
        byte[] name = Wire.bytes(key);
        if (draft.open(name, 0, name.length, flags, expiry, value.length) != Draft.Outcome.READY
                || !draft.write(value, 0, value.length)) {
            return false;
        }
        cursor.begin();
        try {
            cursor.seek(draft);
            cursor.store(draft);
        } finally {
            cursor.release();
        }
        return true;
    }

    /** The value, which counts as a hit; null when there is none, which counts as a miss. */
    public byte @Nullable [] get(String key) {
        byte[] name = Wire.bytes(key);
        cursor.begin();
        try {
            if (!cursor.seek(name, 0, name.length)) {
                cursor.miss();
                return null;
            }
            byte[] value = new byte[cursor.valueLength()];
            cursor.copyValue(0, value, 0, value.length);
            cursor.hit();
            return value;
        } finally {
            cursor.release();
        }
    }

    public boolean has(String key) {
        byte[] name = Wire.bytes(key);
        cursor.begin();
        try {
            return cursor.seek(name, 0, name.length);
        } finally {
            cursor.release();
        }
    }

    public boolean remove(String key) {
        byte[] name = Wire.bytes(key);
        cursor.begin();
        try {
            boolean found = cursor.seek(name, 0, name.length);
            if (found) {
                cursor.remove();
            }
            return found;
        } finally {
            cursor.release();
        }
    }

    public long statistic(String name) {
        return statistic(StatisticsGroup.GENERAL, name);
    }

    public long statistic(StatisticsGroup group, String name) {
        Map<String, String> report = engine.statistics(group);
        return Long.parseLong(report.getOrDefault(name, "0"));
    }

    /** Chunks in use in all classes. */
    public long usedChunks() {
        return engine.statistics(StatisticsGroup.SLABS).entrySet().stream()
                .filter(line -> line.getKey().endsWith(":used_chunks"))
                .mapToLong(line -> Long.parseLong(line.getValue()))
                .sum();
    }
}
