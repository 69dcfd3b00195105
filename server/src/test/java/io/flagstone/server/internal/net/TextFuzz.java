package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.Option;
import io.flagstone.server.support.ScriptMaker;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Classic and meta text: nothing breaks, cuts change nothing, every answer is one, and hanging up leaves nothing behind. */
public final class TextFuzz {
    private static final TwoNodes NODES = new TwoNodes(FuzzedNode.SMALL.with(Option.PROTOCOL.key(), "ascii"));

    /** A little less than what is too long. */
    private static final int LINE_MAX = 2000;

    private TextFuzz() {}

    public static List<byte[]> seeds() {
        Stream<String> scripts = LongStream.range(0, 4).mapToObj(seed -> new ScriptMaker(seed).make(12));
        Stream<String> words = Stream.of(
                "get " + "k".repeat(250) + "\r\nget " + "k".repeat(251) + "\r\n",
                "stats\r\nstats items\r\nstats slabs\r\nstats sizes\r\nstats conns\r\nstats settings\r\nversion\r\n",
                "lru_crawler metadump all\r\nlru_crawler mgdump hash\r\nlru tune 10 20 0.5 2.0\r\nlru mode flat\r\n",
                "set a 0 0 3\r\nabc\r\nme a\r\nwatch fetchers mutations\r\nget a\r\nslabs reassign 1 2\r\nslabs automove 1\r\n",
                "flush_all 10 noreply\r\nverbosity 1\r\ncache_memlimit 8\r\nconfig get cluster\r\nshutdown\r\nquit\r\n",
                "ms YQ== 2 b F5 T0 MA c\r\nxy\r\nmg YQ== b k v t h l f c s\r\nma n N0 J5 D2 MD v t\r\nmd a x I C1 q\r\nmn\r\n",
                "set big 0 0 1048576\r\n",
                "set over 0 0 99999999999\r\nms neg -5\r\n");
        return Stream.concat(scripts, words)
                .map(script -> Pieces.input(Wire.bytes(script)))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        TwoNodes.Answers answers = NODES.answers(Pieces.of(input), before -> {}, after -> {});
        TextAnswers.check(answers.whole());
        if (TextAnswers.areOfTheStreamAlone(answers.whole()) && !hasTooLongLine(input)) {
            assertThat(answers.pieces()).isEqualTo(answers.whole());
        }
    }

    /** As in memcached, a line that is too long is an error if its end is there, and the end of the connection if not. */
    static boolean hasTooLongLine(byte[] input) {
        int since = 0;
        int longest = 0;
        for (byte one : input) {
            since = one == '\n' ? 0 : since + 1;
            longest = Math.max(longest, since);
        }
        return longest >= LINE_MAX;
    }
}
