package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that readers ask for in vain are known by that when they are stored, however they were asked for. */
class MissesCountTest {
    private static final int LENGTH = 10_000;
    private static final int REQUESTS = 8_000;
    /** About twice as many as there is room for. */
    private static final int BLOCKS = 1_600;

    private static final String VALUE = "v".repeat(LENGTH);

    /** An LRU of any kind finds nothing in a loop that is longer than it is large. */
    @ParameterizedTest
    @ValueSource(strings = {"get %s\r\n", "mg %s v\r\n", "gat 0 %s\r\n"})
    void aLoopThatDoesNotFitIsFoundInPart(String request) {
        try (FuzzedNode node = new FuzzedNode(FuzzedNode.SMALL)) {
            node.connect();
            int found = 0;
            for (int i = 0; i < REQUESTS; i++) {
                String key = "block" + i % BLOCKS;
                if (answer(node, request.replace("%s", key)).startsWith("VA")) {
                    found++;
                } else {
                    answer(node, "set " + key + " 0 0 " + LENGTH + "\r\n" + VALUE + "\r\n");
                }
            }
            assertThat(found).isGreaterThan(REQUESTS / 10);
        }
    }

    private static String answer(FuzzedNode node, String request) {
        return node.answer(new Pieces(Wire.bytes(request), new int[0]));
    }
}
