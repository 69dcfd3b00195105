package io.flagstone.server.internal.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One principal's rights, each line of the file with the beginning of the keys that it is about. */
final class Grants {
    /** Of somebody whom no line names. */
    static final Grants NONE = new Grants(List.of());

    private final byte[][] prefixes;
    private final int[] rights;
    private final int everywhere;

    private Grants(List<Line> lines) {
        prefixes = new byte[lines.size()][];
        rights = new int[lines.size()];
        int whole = 0;
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = lines.get(i).prefix;
            rights[i] = lines.get(i).rights;
            whole |= prefixes[i].length == 0 ? rights[i] : 0;
        }
        everywhere = whole;
    }

    /** What a line of the file gives. */
    private record Line(byte[] prefix, int rights) {}

    /** Gathers the lines of one principal. */
    static final class Builder {
        private final List<Line> lines = new ArrayList<>();

        void add(byte[] prefix, int rights) {
            lines.add(new Line(prefix, rights));
        }

        Grants build() {
            return new Grants(lines);
        }
    }

    /** Whether all these rights are given for the whole node. */
    boolean allow(int needed) {
        return (everywhere & needed) == needed;
    }

    /** Whether all these rights are given for this key, by one line or by several. */
    boolean allow(int needed, byte[] key, int from, int length) {
        int given = everywhere;
        for (int i = 0; i < prefixes.length && (given & needed) != needed; i++) {
            byte[] prefix = prefixes[i];
            if (prefix.length <= length && Arrays.equals(prefix, 0, prefix.length, key, from, from + prefix.length)) {
                given |= rights[i];
            }
        }
        return (given & needed) == needed;
    }
}
