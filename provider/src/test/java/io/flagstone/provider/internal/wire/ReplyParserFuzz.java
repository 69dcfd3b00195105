package io.flagstone.provider.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.fuzz.Pieces;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whatever a node sends: replies, the same wherever the network cuts them, until the first that is none. */
public final class ReplyParserFuzz {

    private static final int LARGEST = 1 << 20;

    private ReplyParserFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "VA 5 c17 f4294967295 t-1 O1\r\nhello\r\nVA 0 c18 f0 t30 W O2\r\n\r\nHD c18446744073709551615 O3\r\n",
                        "HD c5 f0 t0 s0 Z O4\r\nHD\r\nEN\r\nEN O9223372036854775807\r\nNF O5\r\nNS O6\r\nEX O7\r\n",
                        "SERVER_ERROR out of memory storing object\r\nCLIENT_ERROR bad data chunk\r\n",
                        "VA 1048577\r\n",
                        "VA 2 X s2 t-5\nab\r\nERROR\r\nMN\r\n")
                .map(text -> Pieces.input(text.getBytes(ISO_8859_1)))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Pieces pieces = Pieces.of(input);
        List<String> whole = heard(new Pieces(pieces.stream(), new int[0]));
        assertThat(heard(pieces)).isEqualTo(whole);
    }

    private static List<String> heard(Pieces pieces) {
        List<String> heard = new ArrayList<>();
        ReplyParser parser = new ReplyParser((opaque, reply) -> heard.add(told(opaque, reply)), LARGEST);
        int from = 0;
        try {
            for (int cut : pieces.cuts()) {
                parser.feed(Unpooled.wrappedBuffer(pieces.stream(), from, cut - from));
                from = cut;
            }
            parser.feed(Unpooled.wrappedBuffer(pieces.stream(), from, pieces.stream().length - from));
        } catch (ProtocolViolation e) {
            heard.add(String.valueOf(e.getMessage()));
        }
        return heard;
    }

    private static String told(long opaque, Reply reply) {
        byte[] value = reply.value();
        assertThat(value != null).isEqualTo(reply.status() == Status.VALUE);
        assertThat(opaque).isGreaterThanOrEqualTo(-1);
        return opaque + " " + reply.status() + " " + reply.cas() + " " + reply.flags() + " " + reply.ttl() + " "
                + reply.won() + reply.isStub() + " " + reply.complaint() + " "
                + (value == null ? "" : new String(value, ISO_8859_1));
    }
}
