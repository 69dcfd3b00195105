package io.flagstone.testkit.check;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param operations the operations checked
 * @param keys the keys among which they were divided
 * @param violations what no cache could have answered, at most one per key
 * @param undecided the keys on which the bound of work was reached, with the reason; they have neither passed nor failed
 */
public record Verdict(int operations, int keys, List<Violation> violations, Map<String, String> undecided) {

    /** Copies the collections. */
    public Verdict {
        violations = List.copyOf(violations);
        undecided = Map.copyOf(undecided);
    }

    /** Whether every key has been decided and none is in violation. */
    public boolean isClean() {
        return violations.isEmpty() && undecided.isEmpty();
    }

    /**
     * Demands a clean verdict.
     *
     * @throws AssertionError with the whole report, if there is a violation or an undecided key
     */
    public void requireClean() {
        if (!isClean()) {
            throw new AssertionError(toString());
        }
    }

    /** The report. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(operations).append(" operations on ").append(keys).append(" keys: ");
        text.append(violations.size()).append(" keys in violation, ").append(undecided.size());
        text.append(" undecided\n");
        violations.forEach(text::append);
        undecided.forEach((key, why) -> text.append("key ")
                .append(key)
                .append(": undecided, ")
                .append(why)
                .append('\n'));
        return text.toString();
    }
}
