package io.flagstone.bench.memory;

import java.util.Locale;
import java.util.Map;

/** Fills a server with items of one size until it has evicted many, and looks at what is left. */
final class Fill {
    private static final int BATCH = 100;
    /** Bytes behind a key and behind a value, which memcached accounts for. */
    private static final int TERMINATORS = 3;

    private final Client client;
    private final int size;
    private final long memory;

    /** Values of so many bytes into a server with so much memory. */
    Fill(Client client, int size, long memory) {
        this.client = client;
        this.size = size;
        this.memory = memory;
    }

    /** Writes twice as many bytes as the server has, headers counted. */
    Holding run() {
        long keys = Math.max(BATCH, 2 * memory / (size + 56 + key(0).length()) / BATCH * BATCH);
        for (long first = 0; first < keys; first += BATCH) {
            store(first);
        }
        Map<String, String> general = client.statistics("");
        long items = Long.parseLong(general.get("curr_items"));
        long bytes = Long.parseLong(general.get("bytes"));
        double header = (double) bytes / items - size - key(0).length() - TERMINATORS;
        return new Holding(items, readBack(keys), Long.parseLong(general.get("evictions")), header, chunkBytes());
    }

    private void store(long first) {
        for (int i = 0; i < BATCH; i++) {
            client.putSet(key(first + i), size);
        }
        client.send();
        for (int i = 0; i < BATCH; i++) {
            if (!client.stored()) {
                throw new IllegalStateException("a server that may evict has refused to store");
            }
        }
    }

    private long readBack(long keys) {
        long found = 0;
        for (long first = 0; first < keys; first += BATCH) {
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                batch.append(i == 0 ? "" : " ").append(key(first + i));
            }
            client.putGet(batch.toString());
            client.send();
            found += client.found();
        }
        return found;
    }

    private double chunkBytes() {
        Map<String, String> slabs = client.statistics(" slabs");
        double sum = 0;
        for (Map.Entry<String, String> line : slabs.entrySet()) {
            if (line.getKey().endsWith(":used_chunks")) {
                String slabClass = line.getKey().substring(0, line.getKey().indexOf(':'));
                sum += Double.parseDouble(line.getValue()) * Double.parseDouble(slabs.get(slabClass + ":chunk_size"));
            }
        }
        return sum;
    }

    /** Keys of equal length. */
    private static String key(long number) {
        return String.format(Locale.ROOT, "key%010d", number);
    }
}
