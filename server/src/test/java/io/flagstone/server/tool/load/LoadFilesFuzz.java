package io.flagstone.server.tool.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.tool.console.KeyText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of items to be loaded: each line an order that a node can take, or a bad one; and an end is always reached. */
public final class LoadFilesFuzz {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_767_225_600), ZoneOffset.UTC);

    private LoadFilesFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "ms a 3 T60 F5\r\nabc\r\nms YQ== S2 b\r\nxy\r\n",
                        "ms a 99999999\r\nshort",
                        "ms a 1 q\nx\nms " + "k".repeat(251) + " 1\nx\n",
                        "a\tvalue\t60\nb\\x00\t\\n\\t\\\\\nc\n\td\n",
                        "a\tb\t99999999999999999999\na\tb\\q\n")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        read(new MetaBlocks(new Lines(new ByteArrayInputStream(input))), input.length);
        read(new TabLines(new Lines(new ByteArrayInputStream(input)), 0, CLOCK), input.length);
        assertThat(KeyText.unescape(
                        KeyText.escape(input).getBytes(UTF_8),
                        0,
                        KeyText.escape(input).getBytes(UTF_8).length))
                .isEqualTo(input);
    }

    private static void read(Source source, int length) throws IOException {
        for (int lines = 0; lines <= length; lines++) {
            try {
                Order order = source.next();
                if (order == null) {
                    return;
                }
                check(order, length);
            } catch (BadLine e) {
                assertThat(e.text()).startsWith("line ");
                if (e.isLast()) {
                    return;
                }
            }
        }
        throw new AssertionError("more lines than bytes");
    }

    private static void check(@Nullable Order found, int length) {
        Order order = Objects.requireNonNull(found, "an order for each line");
        assertThat(order.key().length).isBetween(1, 250);
        assertThat(order.value().length).isLessThanOrEqualTo(length);
        for (byte one : order.key()) {
            assertThat(one < 0 || (one > ' ' && one != 0x7F))
                    .as("keys have no blanks")
                    .isTrue();
        }
        assertThat(order.flags()).matches("( (b|F\\d+|T-?\\d+))*");
    }
}
