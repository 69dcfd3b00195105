package io.flagstone.provider.faults;

import java.util.List;
import java.util.Properties;

/**
 * What the clients of one JVM do.
 *
 * @param worker its number
 * @param clients managers, each with connections of its own
 * @param threads of each client
 * @param perSecond calls that each thread makes in a second, if they are answered soon
 * @param ownKeys whether each client has keys of its own, or all share them
 * @param padding characters that values are longer than what tells them apart
 */
record Load(int worker, int clients, int threads, int perSecond, boolean ownKeys, int padding) {

    static final String PREFIX = "load.";
    static final int HOT_KEYS = 10;
    static final int COLD_KEYS = 200;

    static Load from(Properties settings) {
        return new Load(
                number(settings, "worker"),
                number(settings, "clients"),
                number(settings, "threads"),
                number(settings, "per-second"),
                Boolean.parseBoolean(settings.getProperty(PREFIX + "own-keys")),
                number(settings, "padding"));
    }

    private static int number(Properties settings, String name) {
        return Integer.parseInt(settings.getProperty(PREFIX + name));
    }

    List<String> arguments() {
        return List.of(
                PREFIX + "worker=" + worker,
                PREFIX + "clients=" + clients,
                PREFIX + "threads=" + threads,
                PREFIX + "per-second=" + perSecond,
                PREFIX + "own-keys=" + ownKeys,
                PREFIX + "padding=" + padding);
    }

    Load withWorker(int number) {
        return new Load(number, clients, threads, perSecond, ownKeys, padding);
    }
}
