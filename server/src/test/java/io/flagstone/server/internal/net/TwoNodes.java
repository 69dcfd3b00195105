package io.flagstone.server.internal.net;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes that are given the same inputs, one in the pieces that an input wants and one as a whole. They serve many inputs, for a
 * node takes longer to make than an input to execute, and are replaced when an input may have left its mark.
 */
final class TwoNodes {
    private static final int INPUTS_MAX = 500;
    private static final Pattern LASTING =
            Pattern.compile("flush|memlimit|lru|slabs|verbosity|detail|watch|reset|shutdown|refresh");

    private final NodeOptions options;
    private @Nullable FuzzedNode first;
    private @Nullable FuzzedNode second;
    private int inputs;

    TwoNodes(NodeOptions options) {
        this.options = options;
    }

    /** Answers to an input that came as a whole, and to one that came in pieces. */
    record Answers(String whole, String pieces) {}

    /**
     * Gives both the same.
     *
     * @param before what is done to each node ahead of it, with a client connected
     * @param after what is looked at behind it
     */
    Answers answers(Pieces input, Consumer<FuzzedNode> before, Consumer<FuzzedNode> after) {
        FuzzedNode one = first == null ? new FuzzedNode(options) : first;
        FuzzedNode other = second == null ? new FuzzedNode(options) : second;
        first = one;
        second = other;
        boolean clean = false;
        try {
            String whole = answer(one, new Pieces(input.stream(), new int[0]), before, after);
            String pieces = answer(other, input, before, after);
            boolean oneIsClean = one.leaveNothingBehind(); // both are to be looked at
            clean = other.leaveNothingBehind() && oneIsClean;
            return new Answers(whole, pieces);
        } finally {
            inputs++;
            if (!clean
                    || inputs >= INPUTS_MAX
                    || LASTING.matcher(Wire.text(input.stream())).find()) {
                inputs = 0;
                first = null;
                second = null;
                one.close();
                other.close();
            }
        }
    }

    private static String answer(
            FuzzedNode node, Pieces input, Consumer<FuzzedNode> before, Consumer<FuzzedNode> after) {
        node.connect();
        before.accept(node);
        String answer = node.answer(input);
        after.accept(node);
        return answer;
    }
}
