package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.ScriptMaker;
import io.flagstone.server.support.StoringScript;
import io.flagstone.server.support.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers do not depend on where the network cuts the input. */
class SplitInputTest {
    private static final String SHORT =
            "set a 5 0 3\r\nabc\r\nget a b a\r\nms b 4 T90 c k Oxy q\r\nwxyz\r\nmg b v k t f s\r\n"
                    + "append a 0 0 2\r\nde\r\ngets a\r\nset a 0 0 2\r\nabc\r\nma n N0 J5 v\r\nincr n 3\r\nmd b q\r\nmg b\r\nnope\r\n"
                    + "set big 0 0 700\r\n" + "v".repeat(700)
                    + "\r\nget big\r\ndelete a noreply\r\nget a\r\ngat 10 n\r\nmn\r\n";

    /** Answers of a fresh node to pieces that end where {@code cuts} says. */
    static String answer(byte[] script, int... cuts) {
        ManualTime time = new ManualTime();
        NodeFacts facts = Facts.of(NodeOptions.defaults(), time.clock());
        try {
            EmbeddedChannel channel = new EmbeddedChannel();
            Worker worker = new Worker(facts);
            channel.pipeline().addLast(new Connection(worker, channel, null));
            int from = 0;
            for (int cut : cuts) {
                channel.writeInbound(Unpooled.copiedBuffer(script, from, cut - from));
                from = cut;
            }
            channel.writeInbound(Unpooled.copiedBuffer(script, from, script.length - from));
            String answer = drain(channel);
            channel.finishAndReleaseAll();
            worker.readBuffer.release();
            return answer;
        } finally {
            facts.engine().close();
        }
    }

    private static String drain(EmbeddedChannel channel) {
        StringBuilder answer = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            piece.release();
            answer.append(Wire.text(bytes));
        }
        return answer.toString();
    }

    @Test
    void aCutAnywhereChangesNothing() {
        byte[] script = Wire.bytes(SHORT);
        String whole = answer(script);
        assertThat(whole)
                .contains("VALUE a 5 3\r\nabc\r\n", "CLIENT_ERROR bad data chunk")
                .endsWith("MN\r\n");
        for (int cut = 1; cut < script.length; cut++) {
            assertThat(answer(script, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void byteByByteIsLikeAllAtOnce(long seed) {
        byte[] script = Wire.bytes(new ScriptMaker(seed).make(80));
        int[] everywhere = new int[script.length - 1];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i + 1;
        }
        assertThat(answer(script, everywhere)).isEqualTo(answer(script));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void randomPiecesAreLikeAllAtOnce(long seed) {
        Random random = new Random(seed);
        byte[] script = Wire.bytes(new ScriptMaker(seed).make(400));
        String whole = answer(script);
        for (int round = 0; round < 5; round++) {
            int[] cuts = random.ints(1 + random.nextInt(200), 1, script.length)
                    .sorted()
                    .toArray();
            assertThat(answer(script, cuts)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void valuesThatComeInPiecesTakeTheSameMemoryAndCountTheSame(long seed) {
        String lines = String.join("", new StoringScript(seed, 5000).make(1500));
        byte[] script = Wire.bytes(lines + "stats slabs\r\n");
        int[] cuts = new Random(seed).ints(3000, 1, script.length).sorted().toArray();
        assertThat(answer(script, cuts)).isEqualTo(answer(script)).contains(":free_chunks");
    }
}
