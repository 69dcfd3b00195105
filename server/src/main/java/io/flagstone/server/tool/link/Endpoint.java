package io.flagstone.server.tool.link;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens.
 *
 * @param host a name or an address literal
 * @param port TCP port
 */
public record Endpoint(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final Pattern WORD = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

    /**
     * Reads those that were given; where none was, the one of a node that was told nothing.
     *
     * @throws Failure when one is none
     */
    public static List<Endpoint> given(List<String> words) {
        try {
            return words.isEmpty()
                    ? List.of(DEFAULT)
                    : words.stream().map(Endpoint::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new Failure(Status.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Where a node listens that was told nothing. */
    private static final Endpoint DEFAULT = new Endpoint("127.0.0.1", 11_211);

    /** Whether it looks like one, rather than like another word. */
    public static boolean isMeant(String text) {
        return text.matches(".*:\\d+") || text.startsWith("[");
    }

    /**
     * Reads {@code host:port} or {@code [::1]:port}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Endpoint parse(String text) {
        Matcher word = WORD.matcher(text);
        if (word.matches()) {
            int port = Integer.parseInt(word.group(3));
            if (port > 0 && port <= PORT_MAX) {
                return new Endpoint(word.group(1) == null ? word.group(2) : word.group(1), port);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no HOST:PORT such as 127.0.0.1:11211 or [::1]:11211");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
