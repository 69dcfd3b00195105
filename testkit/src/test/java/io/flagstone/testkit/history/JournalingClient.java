package io.flagstone.testkit.history;

import java.io.IOException;
import java.nio.file.Path;

/** Journals one call and begins another, of which it never hears again. */
final class JournalingClient {
    private JournalingClient() {}

    public static void main(String[] args) throws IOException {
        try (History history = History.journaling(Path.of(args[0]))) {
            Recorder recorder = history.recorder("c");
            recorder.begin(Operation.put("k", "first")).returned(null);
            recorder.begin(Operation.put("k", "second"));
            System.out.println("open");
            while (System.in.read() >= 0) {
                // Waits to be killed.
            }
        }
    }
}
