package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks for everything in a history that breaks a promise. */
public final class Checker {

    private final History history;
    private final CheckOptions options;
    private final Causes causes;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, List<Write>> writes = new TreeMap<>();
    private final Map<String, List<Read>> reads = new TreeMap<>();

    private Checker(History history, CheckOptions options) {
        this.history = history;
        this.options = options;
        this.causes = new Causes(history, options);
        history.writes()
                .forEach(write -> writes.computeIfAbsent(write.key(), key -> new ArrayList<>())
                        .add(write));
        history.reads()
                .forEach(read -> reads.computeIfAbsent(read.key(), key -> new ArrayList<>())
                        .add(read));
    }

    /** Checks a history, which it does not change. */
    public static Verdict check(History history, CheckOptions options) {
        return new Checker(history, options).check();
    }

    private Verdict check() {
        Map<Long, String> tenants = new HashMap<>();
        history.writes().stream()
                .filter(write -> write.key().startsWith(Keys.TENANT))
                .forEach(write -> tenants.put(write.number(), write.key()));
        Map<String, Register> registers = new HashMap<>();
        // natural ids last: what went wrong with a row may explain what went wrong with its natural id
        List<String> keys = new ArrayList<>(reads.keySet());
        keys.sort(Comparator.comparing((String key) -> key.startsWith(Keys.MAIL)));
        keys.forEach(key -> {
            List<Read> all = reads.getOrDefault(key, List.of());
            List<Write> of = writes.getOrDefault(key, List.of());
            if (key.startsWith(Keys.COUNT)) {
                new CountCheck(key, of, causes, found).check(all);
            } else if (!key.startsWith(Keys.TALLY)) {
                Register register = new Register(of, values(all));
                registers.put(key, register);
                new RegisterCheck(key, register, tenants, causes, found).check(all);
            }
        });
        CounterCheck counters = new CounterCheck(history, options, causes, found);
        counters.check(writes);
        RunCheck run = new RunCheck(history, options, found);
        run.check(registers, causes);
        return new Verdict(
                List.copyOf(found),
                history.reads().size(),
                run.ratio(Long.MIN_VALUE, Long.MAX_VALUE),
                counters.lossShare());
    }

    private static Set<Long> values(List<Read> reads) {
        Set<Long> values = new HashSet<>();
        reads.forEach(read -> values.add(read.value()));
        return values;
    }
}
