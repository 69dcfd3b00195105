package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.Option;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.FrameMaker;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The binary protocol: nothing breaks, cuts change nothing, every answer is a frame, hanging up leaves nothing behind. */
public final class BinaryFuzz {
    private static final TwoNodes NODES = new TwoNodes(FuzzedNode.SMALL.with(Option.PROTOCOL.key(), "binary"));
    private static final int STAT = 0x10;

    private BinaryFuzz() {}

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int opcode = 0; opcode < 0x30; opcode++) {
            seeds.add(Pieces.input(Ask.bytes(
                    Ask.set("a", "12"),
                    Ask.of(opcode, "a"),
                    Ask.timed(opcode, "a", 5),
                    Ask.count(opcode, "n", 1, 2, 0))));
        }
        for (long seed = 0; seed < 4; seed++) {
            seeds.add(Pieces.input(Ask.bytes(new FrameMaker(seed, true).make(12))));
        }
        return seeds;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        TwoNodes.Answers answers = NODES.answers(Pieces.of(input), before -> {}, after -> {});
        boolean saysNumbers = check(Wire.bytes(answers.whole()));
        if (!saysNumbers) {
            assertThat(answers.pieces()).isEqualTo(answers.whole());
        }
    }

    /** Every answer is a whole frame; whether one of them is a statistic. */
    private static boolean check(byte[] answers) {
        ByteBuffer in = ByteBuffer.wrap(answers);
        boolean saysNumbers = false;
        while (in.hasRemaining()) {
            assertThat(in.remaining()).as("a frame's head").isGreaterThanOrEqualTo(Ask.HEADER);
            int at = in.position();
            assertThat(in.get(at)).as("magic").isEqualTo((byte) 0x81);
            saysNumbers |= in.get(at + 1) == STAT;
            int key = in.getShort(at + 2) & 0xFFFF;
            int extras = in.get(at + 4);
            int body = in.getInt(at + 8);
            assertThat(body).as("the body").isBetween(key + extras, in.remaining() - Ask.HEADER);
            in.position(at + Ask.HEADER + body);
        }
        return saysNumbers;
    }
}
