package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Window;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.cache.Cache;

/** One thread that asks a cache again and again and checks every answer. */
final class Client {
    private static final int GETS_OF_TEN = 9;

    private final CacheJob job;
    private final Cache<String, byte[]> cache;
    private final Counters counters;
    private final RandomGenerator random;
    private final Answers answers = new Answers();
    private final long[] lastSeen;

    Client(CacheJob job, Cache<String, byte[]> cache, Counters counters, RandomGenerator random) {
        this.job = job;
        this.cache = cache;
        this.counters = counters;
        this.random = random;
        this.lastSeen = new long[counters.count()];
    }

    static String name(int key) {
        return "key-" + key;
    }

    /** Asks until the window is over. */
    Answers run(Window window) {
        long begun = System.nanoTime();
        while (!window.isOverAt(begun)) {
            try {
                ask();
                long ended = System.nanoTime();
                if (window.covers(begun, ended)) {
                    answers.answered(ended - begun, job.workload().entriesPerCall());
                }
            } catch (RuntimeException e) {
                answers.failed(e.toString());
            }
            begun = System.nanoTime();
        }
        return answers;
    }

    private void ask() {
        switch (job.workload()) {
            case GET -> get();
            case PUT -> put();
            case MIXED -> {
                if (random.nextInt(10) < GETS_OF_TEN) {
                    get();
                } else {
                    put();
                }
            }
            case GETALL -> getAll();
            case PUTALL -> putAll();
            case INVOKE -> invoke();
            case REPLACE -> replace();
        }
    }

    private void get() {
        int key = random.nextInt(job.keys());
        byte[] value = cache.get(name(key));
        if (value == null) {
            answers.missed(1);
        } else {
            check(value, key);
        }
    }

    private void check(byte[] value, int key) {
        if (!CheckedValue.isRight(value, key, job.size())) {
            answers.failed("a wrong value for " + name(key));
        }
    }

    private void put() {
        int key = random.nextInt(job.keys());
        cache.put(name(key), CheckedValue.of(key, job.size(), random));
    }

    private void replace() {
        int key = random.nextInt(job.keys());
        if (!cache.replace(name(key), CheckedValue.of(key, job.size(), random))) {
            answers.missed(1);
        }
    }

    private void getAll() {
        Set<String> names = new HashSet<>();
        int[] keys = new int[CacheWorkload.BULK];
        draw(keys, names);
        Map<String, byte[]> values = cache.getAll(names);
        answers.missed(names.size() - values.size());
        for (int key : keys) {
            byte[] value = values.get(name(key));
            if (value != null) {
                check(value, key);
            }
        }
        if (!names.containsAll(values.keySet())) {
            answers.failed("a key that was not asked for");
        }
    }

    private void putAll() {
        Set<String> names = new HashSet<>();
        int[] keys = new int[CacheWorkload.BULK];
        draw(keys, names);
        Map<String, byte[]> values = new HashMap<>();
        for (int key : keys) {
            values.put(name(key), CheckedValue.of(key, job.size(), random));
        }
        cache.putAll(values);
    }

    /** Neighbouring keys from a random one on: all different, at no cost. */
    private void draw(int[] keys, Set<String> names) {
        int first = random.nextInt(job.keys());
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (first + i) % job.keys();
            names.add(name(keys[i]));
        }
    }

    private void invoke() {
        int counter = random.nextInt(counters.count());
        long after = counters.increment(counter);
        if (after <= lastSeen[counter]) {
            answers.failed("counter " + counter + " went back from " + lastSeen[counter] + " to " + after);
        }
        lastSeen[counter] = after;
    }
}
