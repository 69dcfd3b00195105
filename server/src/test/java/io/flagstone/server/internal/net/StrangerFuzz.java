package io.flagstone.server.internal.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.Option;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whoever does not know a password, in text and in binary, learns nothing, stores nothing, and takes no memory. */
public final class StrangerFuzz {
    private static final TwoNodes NODES = new TwoNodes(FuzzedNode.SMALL
            .with(
                    Option.AUTH_FILE.key(),
                    file("user:correct horse battery staple").toString())
            .with(Option.SASL.key(), "yes"));

    private StrangerFuzz() {}

    static Path file(String content) {
        try {
            Path file = Files.createTempFile("fuzz", ".txt");
            file.toFile().deleteOnExit();
            return Files.writeString(file, content + "\n", US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<byte[]> seeds() {
        Stream<byte[]> text = Stream.of(
                        "set a 0 0 9\r\nuser wron\r\nget secret\r\n",
                        "set a 0 0 3000\r\nuser " + "x".repeat(300),
                        "mg secret v\r\n\r\nms secret 1\r\nx\r\n",
                        "set secret 0 0 0 noreply\r\n\r\nset secret 0 0 5\r\nuser \r\n",
                        "x".repeat(2100) + "\r\n")
                .map(Wire::bytes);
        Stream<byte[]> binary = Stream.of(
                Ask.bytes(Ask.of(0x20), Ask.of(0x21, "PLAIN").withValue("\0user\0wrong"), Ask.get("secret")),
                Ask.bytes(Ask.of(0x21, "CRAM"), Ask.of(0x22, "PLAIN"), Ask.of(0x0b), Ask.set("secret", "x")));
        return Stream.concat(text, binary).map(Pieces::input).toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        TwoNodes.Answers answers = NODES.answers(
                Pieces.of(input),
                node -> assertThat(node.probe().put("secret", Wire.bytes("the treasure")))
                        .isTrue(),
                StrangerFuzz::lookAround);
        assertThat(answers.whole()).doesNotContain("treasure");
        if (!TextFuzz.hasTooLongLine(input)) {
            assertThat(answers.pieces()).isEqualTo(answers.whole());
        }
    }

    private static void lookAround(FuzzedNode node) {
        assertThat(node.keys()).containsExactly("secret");
        assertThat(node.probe().usedChunks()).isEqualTo(1);
        assertThat(node.probe().get("secret")).isEqualTo(Wire.bytes("the treasure"));
    }
}
