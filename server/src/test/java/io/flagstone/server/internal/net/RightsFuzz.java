package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.Option;
import io.flagstone.server.support.ScriptMaker;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import java.util.List;
import java.util.stream.Stream;

/** Whoever may write one prefix and read another does neither anywhere else, whatever is asked for and however. */
public final class RightsFuzz {
    private static final TwoNodes NODES = new TwoNodes(FuzzedNode.SMALL
            .with(Option.AUTH_FILE.key(), StrangerFuzz.file("guest:pass").toString())
            .with(
                    Option.RIGHTS.key(),
                    StrangerFuzz.file("guest w: read,write,delete\nguest r: read")
                            .toString()));
    private static final String LOGIN = "set x 0 0 10\r\nguest pass\r\n";

    private RightsFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "set w:a 0 0 1\r\nx\r\nset r:a 0 0 1\r\nx\r\nset s:a 0 0 1 noreply\r\nx\r\nget r:a w:a\r\nget r:a s:secret\r\n",
                        "ms czpzZWNyZXQ= 1 b\r\nx\r\nmg czpzZWNyZXQ= b v\r\nmd r:kept q\r\nma s:secret N0 J1 v\r\ngat 1 r:kept\r\n",
                        "stats\r\nstats settings\r\nlru_crawler metadump all\r\nwatch fetchers\r\nflush_all\r\nme s:secret\r\n",
                        "incr s:secret 1\r\ntouch s:secret 1\r\ndelete s:secret\r\nappend s:secret 0 0 1\r\nx\r\nconfig get cluster\r\n",
                        new ScriptMaker(7).make(10).replace(" a", " w:a"))
                .map(script -> Pieces.input(Wire.bytes(script)))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        TwoNodes.Answers answers = NODES.answers(Pieces.of(input), RightsFuzz::begin, RightsFuzz::lookAround);
        TextAnswers.check(answers.whole());
        assertThat(answers.whole() + answers.pieces()).doesNotContain("treasure");
    }

    private static void begin(FuzzedNode node) {
        node.probe().put("s:secret", Wire.bytes("the treasure"));
        node.probe().put("r:kept", Wire.bytes("public"));
        assertThat(node.answer(new Pieces(Wire.bytes(LOGIN), new int[0]))).isEqualTo("STORED\r\n");
    }

    private static void lookAround(FuzzedNode node) {
        assertThat(node.keys()).allMatch(key -> key.startsWith("w:") || key.equals("s:secret") || key.equals("r:kept"));
        assertThat(node.probe().get("s:secret")).isEqualTo(Wire.bytes("the treasure"));
        assertThat(node.probe().get("r:kept")).isEqualTo(Wire.bytes("public"));
    }
}
