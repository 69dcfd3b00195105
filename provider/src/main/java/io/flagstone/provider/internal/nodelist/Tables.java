package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.ring.SlotTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of the last few lists: a table takes milliseconds to make, and every document names one or two lists. */
public final class Tables {

    /** Lists in force, to follow, before, and wanted, while several changes follow each other. A guess. */
    private static final int KEPT = 12;

    private final Map<List<NodeAddress>, SlotTable> tables = new LinkedHashMap<>(2 * KEPT, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<NodeAddress>, SlotTable> eldest) {
            return size() > KEPT;
        }
    };

    /** The table of these nodes. */
    synchronized SlotTable of(List<NodeAddress> sorted) {
        return tables.computeIfAbsent(sorted, SlotTable::new);
    }
}
