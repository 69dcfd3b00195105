package io.flagstone.provider.internal.discovery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a configuration endpoint answers to {@code config get cluster}, as hosted fleets have it:
 * {@code cluster:cache.cfg.example.org:11211}. The answer is a version, and nodes as {@code host|address|port}; the host names the
 * node, or the address where there is no host. An answer of a smaller version than one before comes from an endpoint that
 * lags, and is no list.
 */
final class ClusterCommandSource extends PolledSource {

    private static final byte[] QUESTION = "config get cluster\r\n".getBytes(US_ASCII);
    private static final String HEAD = "CONFIG ";
    private static final String END = "\r\nEND\r\n";
    private static final Duration WAIT = Duration.ofSeconds(2);
    /** A thousand nodes take less. */
    private static final int LARGEST = 1 << 18;

    private static final Pattern LINES = Pattern.compile("\r?\n");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern BARS = Pattern.compile("\\|");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    ClusterCommandSource() {
        super("cluster");
    }

    @Override
    Reader reader(String location, SourceContext context) {
        NodeAddress endpoint = NodeAddress.parse(location);
        return new Endpoint(endpoint, context);
    }

    /** One endpoint, and the newest version it has answered. */
    private static final class Endpoint implements Reader {

        private final NodeAddress address;
        private final SourceContext context;
        private long newest = Long.MIN_VALUE;

        Endpoint(NodeAddress address, SourceContext context) {
            this.address = address;
            this.context = context;
        }

        @Override
        public synchronized NodeListing read() throws IOException {
            String[] lines = LINES.split(ask(), -1);
            if (lines.length < 3
                    || !lines[0].startsWith("CONFIG cluster ")
                    || !NUMBER.matcher(lines[1]).matches()) {
                throw new ConfigurationProblem("the answer to config get cluster begins with \"" + lines[0]
                        + "\": there is no such list here");
            }
            long version = Long.parseLong(lines[1]);
            NodeListing listing = NodeListing.of(nodes(lines[2]));
            if (version < newest) {
                throw new ConfigurationProblem(
                        "version " + version + " is older than " + newest + ", which was told before");
            }
            newest = version;
            return listing;
        }

        private String ask() throws IOException {
            try (Socket socket = context.connect(new InetSocketAddress(address.host(), address.port()), WAIT)) {
                socket.getOutputStream().write(QUESTION);
                return answer(new BufferedInputStream(socket.getInputStream()));
            }
        }

        /** Everything up to the end of the list, or to the end of the line that says that there is none. */
        private static String answer(InputStream in) throws IOException {
            StringBuilder answer = new StringBuilder();
            while (answer.length() < LARGEST) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection was closed in the middle of the answer");
                }
                answer.append((char) next);
                // looked at in place: an answer of line ends alone would be copied for each of them
                if (next == '\n' && (answer.indexOf(HEAD) != 0 || endsTheList(answer))) {
                    return answer.toString();
                }
            }
            throw new IOException("the answer has more than " + LARGEST + " bytes");
        }

        private static boolean endsTheList(StringBuilder answer) {
            return answer.indexOf(END, Math.max(0, answer.length() - END.length())) >= 0;
        }

        private static List<NodeAddress> nodes(String line) {
            List<NodeAddress> nodes = new ArrayList<>();
            for (String entry : BLANKS.split(line.trim(), -1)) {
                String[] parts = BARS.split(entry, -1);
                if (parts.length != 3 || !NUMBER.matcher(parts[2]).matches() || parts[2].length() > 5) {
                    throw new ConfigurationProblem("\"" + entry + "\" is no node, host|address|port");
                }
                nodes.add(NodeAddress.of(parts[0].isEmpty() ? parts[1] : parts[0], Integer.parseInt(parts[2])));
            }
            return nodes;
        }
    }
}
