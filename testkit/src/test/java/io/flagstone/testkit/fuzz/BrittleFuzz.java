package io.flagstone.testkit.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** Does not like one word. */
public final class BrittleFuzz {
    private BrittleFuzz() {}

    public static List<byte[]> seeds() {
        return List.of("seed".getBytes(US_ASCII));
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (new String(input, US_ASCII).equals("broken")) {
            throw new IllegalStateException("broken it is");
        }
    }
}
