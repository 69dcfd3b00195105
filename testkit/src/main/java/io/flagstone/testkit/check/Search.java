package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Step;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of one key's operations that explains all their outcomes.
 *
 * <p>Just-in-time linearization (Lowe 2017) on the graph search of Wing and Gong (1993): go through the beginnings and
 * ends in the order of time, keep the set of situations the cache may be in, and let an operation take effect only when
 * it ends or another one needs it. When the set becomes empty, the operation that ends cannot be explained; so the
 * history is linearizable (Herlihy and Wing 1990) exactly if the set never becomes empty.
 *
 * <p>What keeps the set small, beyond dropping what another situation {@linkplain Configuration#covers covers}:
 *
 * <ul>
 *   <li>Loss makes a value worth at least as much as none. So no situation branches on a loss; an operation that found
 *       nothing takes the value away, and a removal of unknown outcome explains nothing that loss does not.
 *   <li>An operation that changes nothing is done as soon as the state allows it.
 *   <li>A plain write demands nothing. It waits until it is needed or ends; if another write came in the meantime it
 *       <em>hides</em>: it may have been overwritten at once, or take effect now.
 *   <li>A write of unknown outcome is a plain write that always hides and, unless bounded, never ends.
 * </ul>
 *
 * Only operations that demand a value are tried in every order, and those of one moment are few. What remains costly is
 * the freedom of many operations of unknown outcome. So a first pass leaves them alone wherever it goes on without; where
 * it gets stuck, it is repeated with more freedom during the operation it got stuck at; and only if that does not help
 * does a last pass try everything. The number of situations is bounded all the same, since checking is NP-complete in
 * general (Gibbons and Korach 1997).
 */
final class Search {
    /** Where this much freedom does not help, only all of it may; a guess. */
    private static final int MOST_SPARE = 4;

    private Search() {}

    /**
     * The first operation, in the order of their ends, that cannot be explained; null if all can.
     *
     * @throws Budget.Exhausted if the bound is reached first
     */
    static @Nullable Step unexplained(KeyHistory history, CheckOptions options) {
        return isExplainedFrugally(history, options)
                ? null
                : new Pass(history, null, new Budget(options.mostConfigurations())).unexplained();
    }

    private static boolean isExplainedFrugally(KeyHistory history, CheckOptions options) {
        Budget budget = new Budget(options.mostConfigurations());
        IdentityHashMap<Step, Integer> spare = new IdentityHashMap<>();
        try {
            Step stuck = new Pass(history, spare, budget).unexplained();
            while (stuck != null && spare.merge(stuck, 1, (before, one) -> 2 * before) <= MOST_SPARE) {
                stuck = new Pass(history, spare, budget).unexplained();
            }
            return stuck == null;
        } catch (Budget.Exhausted undecided) {
            return false;
        }
    }
}
