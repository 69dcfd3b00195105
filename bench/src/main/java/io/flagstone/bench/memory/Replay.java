package io.flagstone.bench.memory;

import java.net.InetSocketAddress;

/** Asks for blocks one after the other, and stores those that are missing, as a program in front of a database would. */
final class Replay {
    private final Workload workload;

    Replay(Workload workload) {
        this.workload = workload;
    }

    /** Replays all requests over one connection and answers the share that was found. */
    double run(InetSocketAddress address) {
        long hits = 0;
        int missing = -1;
        try (Client client = new Client(address)) {
            for (int block : workload.requests()) {
                if (missing >= 0) {
                    client.putSet(key(missing), workload.sizes()[missing]);
                }
                client.putGet(key(block));
                client.send();
                if (missing >= 0) {
                    client.stored();
                }
                boolean hit = client.found() == 1;
                hits += hit ? 1 : 0;
                missing = hit ? -1 : block;
            }
        }
        return (double) hits / workload.requests().length;
    }

    private static String key(int block) {
        return "b" + (1_000_000 + block);
    }
}
