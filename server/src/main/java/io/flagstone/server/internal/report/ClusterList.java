package io.flagstone.server.internal.report;

import io.flagstone.server.internal.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of nodes that clients ask for with {@code config get cluster}, and its version.
 *
 * <pre>
 *   # written:                             told:
 *   12                                     CONFIG cluster 0 61
 *   cache1.example.org:11211               12
 *   cache2.example.org|10.0.0.2|11211      cache1.example.org||11211 cache2.example.org|10.0.0.2|11211
 *                                          (an empty line)
 *                                          END
 * </pre>
 *
 * The lines of the body, version and nodes, end with a line feed alone; the others as everywhere.
 */
record ClusterList(long version, List<String> nodes) {
    private static final Pattern LINES = Pattern.compile("\r?\n");
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");
    private static final Pattern WHOLE = Pattern.compile("([!-{}~]+)\\|([!-{}~]*)\\|(\\d{1,5})");
    private static final Pattern SHORT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([!-~&&[^|:\\[\\]]]+)):(\\d{1,5})");
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final int PORT_MAX = 65_535;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying which line is wrong, and what is wanted there
     */
    static ClusterList parse(String text) {
        long version = -1;
        List<String> nodes = new ArrayList<>();
        String[] lines = LINES.split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            int comment = lines[i].indexOf('#');
            String line = (comment < 0 ? lines[i] : lines[i].substring(0, comment)).trim();
            if (line.isEmpty()) {
                continue;
            }
            if (version < 0) {
                version = version(line, i + 1);
            } else {
                nodes.add(node(line, i + 1));
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a version and then at least one node, a line each, are wanted");
        }
        return new ClusterList(version, nodes);
    }

    private static long version(String line, int number) {
        if (!VERSION.matcher(line).matches()) {
            throw new IllegalArgumentException(
                    "line " + number + ": \"" + line + "\" is no version, a whole number that rises with each change");
        }
        return Long.parseLong(line);
    }

    private static String node(String line, int number) {
        Matcher whole = WHOLE.matcher(line);
        if (whole.matches() && isPort(whole.group(3))) {
            return line;
        }
        Matcher brief = SHORT.matcher(line);
        if (brief.matches() && isPort(brief.group(3))) {
            String host = brief.group(1) != null ? brief.group(1) : brief.group(2);
            String address = LITERAL.matcher(host).matches() ? host : "";
            return host + '|' + address + '|' + brief.group(3);
        }
        throw new IllegalArgumentException(
                "line " + number + ": \"" + line + "\" is no node, host:port or host|address|port");
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= PORT_MAX;
    }

    /** The whole answer, ready for the wire. */
    byte[] reply() {
        String body = version + "\n" + String.join(" ", nodes) + "\n";
        return Text.ascii("CONFIG cluster 0 " + body.length() + "\r\n" + body + "\r\nEND\r\n");
    }
}
