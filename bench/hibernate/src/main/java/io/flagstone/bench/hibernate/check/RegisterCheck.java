package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The reads of one key against its writes: invariants 1, 3, 5 and 6. */
final class RegisterCheck {

    private final String key;
    private final Register register;
    private final Map<Long, String> tenants;
    private final Causes causes;
    private final List<Violation> found;

    /**
     * Of one key.
     *
     * @param tenants which key each number of a tenant's entity was written to
     */
    RegisterCheck(String key, Register register, Map<Long, String> tenants, Causes causes, List<Violation> found) {
        this.key = key;
        this.tenants = tenants;
        this.causes = causes;
        this.found = found;
        this.register = register;
    }

    void check(List<Read> reads) {
        Map<Integer, List<Read>> byWorker = new HashMap<>();
        for (Read read : reads) {
            if (read.value() == Read.ABSENT || read.value() == Read.PRESENT) {
                presence(read, read.value() == Read.ABSENT);
            } else if (wasCommitted(read)) {
                fresh(read);
                byWorker.computeIfAbsent(read.worker(), worker -> new ArrayList<>())
                        .add(read);
            }
        }
        byWorker.values().forEach(this::monotone);
    }

    private void presence(Read read, boolean absent) {
        if (register.mayBe(absent, read)) {
            return;
        }
        Write before = register.latestBefore(read.start());
        if (before != null) {
            stale(read, register.lastNumber(absent, before), before);
        } else {
            add(Invariant.COMMITTED, read, 0, "nobody had put it there", null);
        }
    }

    private boolean wasCommitted(Read read) {
        long value = read.value();
        Write write = register.write(value);
        if (write != null && write.perhaps()) {
            return true;
        }
        String other = key.startsWith(Keys.TENANT) ? tenants.get(value) : null;
        if (write == null && other != null) {
            add(Invariant.TENANTS, read, 0, "the value of " + other, null);
        } else if (value < 0 || write != null) {
            add(Invariant.COMMITTED, read, 0, "was never committed", null);
        } else {
            add(Invariant.COMMITTED, read, 0, "was never written", null);
        }
        return false;
    }

    private void fresh(Read read) {
        Write before = register.latestBefore(read.start());
        if (before != null && read.value() < before.number()) {
            stale(read, read.value(), before);
        }
    }

    private void stale(Read read, long value, Write before) {
        List<Write> missed = register.between(value, before.number()).stream()
                .filter(write -> write.end() < read.start() || write.outcome() == Outcome.UNKNOWN)
                .toList();
        long since = missed.stream().mapToLong(Write::end).min().orElse(before.end());
        Window window = causes.of(missed, read.start());
        if (window != null && read.op().change()) {
            causes.oldBasis(read.worker(), read.start());
        }
        long age = Math.max(0, read.start() - since);
        add(Invariant.FRESH, read, age, before.number() + " had been committed", window);
    }

    /** What was read by a worker before a read of its began is a lower bound of that. */
    private void monotone(List<Read> reads) {
        List<Read> byEnd = new ArrayList<>(reads);
        byEnd.sort(Comparator.comparingLong(Read::end));
        TreeMap<Long, Read> highest = new TreeMap<>();
        Read most = null;
        for (Read read : byEnd) {
            if (most == null || read.value() > most.value()) {
                most = read;
                highest.put(read.end(), read);
            }
        }
        for (Read read : reads) {
            Map.Entry<Long, Read> before = highest.lowerEntry(read.start());
            if (before != null && before.getValue().value() > read.value()) {
                Read earlier = before.getValue();
                List<Write> missed = register.between(read.value(), earlier.value());
                add(
                        Invariant.MONOTONE,
                        read,
                        read.start() - earlier.end(),
                        earlier.value() + " had been read",
                        causes.of(missed, read.start()));
            }
        }
    }

    private void add(Invariant invariant, Read read, long age, String text, @Nullable Window window) {
        String how = read.op() == Op.REST ? text + ", at rest" : text;
        found.add(new Violation(invariant, read.worker(), key, read.value(), read.start(), age, how, window));
    }
}
