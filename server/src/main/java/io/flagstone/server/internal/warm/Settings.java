package io.flagstone.server.internal.warm;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import java.util.List;

/**
 * The settings under which a memory file was written, and must be read: those that say which items there can be, what
 * they take, and what is kept of them.
 */
final class Settings {
    private static final List<Option> SAME = List.of(
            Option.STORAGE_ENGINE,
            Option.MEM_SIZE,
            Option.ITEM_SIZE_MAX,
            Option.CHUNK_SIZE,
            Option.GROWTH_FACTOR,
            Option.SLAB_CHUNK_MAX,
            Option.SLAB_SIZES,
            Option.CAS,
            Option.EVICTIONS,
            Option.KEY_HASH);

    private Settings() {}

    /** As text, a line {@code name=value} for each. */
    static String text(NodeOptions options) {
        StringBuilder text = new StringBuilder();
        for (Option option : SAME) {
            text.append(option.key())
                    .append('=')
                    .append(options.written(option))
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Compares what is in a file with what holds now.
     *
     * @throws Unusable naming the first setting that differs
     */
    static void compare(String written, String now) throws Unusable {
        List<String> before = written.lines().toList();
        List<String> present = now.lines().toList();
        for (int i = 0; i < present.size(); i++) {
            String line = i < before.size() ? before.get(i) : "nothing";
            if (!line.equals(present.get(i))) {
                throw new Unusable("it was written with " + line + ", and now there is " + present.get(i));
            }
        }
        if (before.size() != present.size()) {
            throw new Unusable("it was written with other settings: " + before.get(present.size()));
        }
    }
}
