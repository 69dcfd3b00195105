package io.flagstone.server.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** Lists of nodes for clients: understood, or refused with a reason; and what is told holds what was read. */
public final class ClusterListFuzz {
    private ClusterListFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "12\ncache1.example.org:11211\ncache2.example.org|10.0.0.2|11211\n",
                        "# none\n",
                        "1\n[::1]:11211\n10.0.0.1:1\n",
                        "1\nx:0\n",
                        "99999999999999999999\nx:1",
                        "3\r\na||65536\r\n")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        ClusterList list;
        try {
            list = ClusterList.parse(new String(input, UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e.getClass()).isSameAs(IllegalArgumentException.class);
            return;
        }
        String reply = new String(list.reply(), UTF_8);
        String[] lines = reply.split("\r\n", -1);
        assertThat(lines).hasSize(4);
        assertThat(lines[0]).isEqualTo("CONFIG cluster 0 " + lines[1].length());
        assertThat(lines[1]).isEqualTo(list.version() + "\n" + String.join(" ", list.nodes()) + "\n");
        assertThat(list.nodes()).allMatch(node -> node.matches("[!-~&&[^|]]+\\|[!-~&&[^|]]*\\|\\d+"));
        assertThat(lines[2]).isEqualTo("END");
    }
}
