package io.flagstone.bench.cache;

import java.io.IOException;

/** Stands for a server: says that it is ready, and stays. */
final class Lingering {
    private Lingering() {}

    public static void main(String[] args) throws IOException {
        System.out.println("lingering");
        while (System.in.read() >= 0) {
            // Until it is killed.
        }
    }
}
