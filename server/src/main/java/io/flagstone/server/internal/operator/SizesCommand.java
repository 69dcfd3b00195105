package io.flagstone.server.internal.operator;

import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@code stats sizes}: how many items there are of each size, in steps of 32 bytes. The items are counted when asked,
 * in slices, so nothing has to be kept up to date for it.
 */
public final class SizesCommand implements Slices, Walk.Visitor {
    private static final int STEP = 32;
    /** Steps between two looks at other connections; a fraction of a millisecond. */
    private static final int STEPS_PER_SLICE = 2000;

    private final Walk walk;
    private final Consumer<Map<String, String>> answer;
    private final TreeMap<Integer, Integer> counts = new TreeMap<>();

    /** The items of this walk; their report goes here, in the protocol of whoever asked. */
    public SizesCommand(Walk walk, Consumer<Map<String, String>> answer) {
        this.walk = walk;
        this.answer = answer;
    }

    @Override
    public boolean slice(BooleanSupplier isCongested) {
        for (int step = 0; step < STEPS_PER_SLICE; step++) {
            if (!walk.step(this)) {
                answer.accept(report());
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(StoredItem item) {
        counts.merge((item.footprint() + STEP - 1) / STEP, 1, Integer::sum);
    }

    private Map<String, String> report() {
        Map<String, String> report = new LinkedHashMap<>();
        counts.forEach((step, count) -> report.put(Integer.toString(step * STEP), Integer.toString(count)));
        return report;
    }
}
