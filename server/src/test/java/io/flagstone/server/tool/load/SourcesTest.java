package io.flagstone.server.tool.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in a file becomes orders, and what is wrong in it is told by its line. */
class SourcesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    private static Lines lines(String text) {
        return new Lines(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    /** Everything in a source: {@code line:key=value flags}, or what is wrong. */
    private static List<String> all(Source source) throws IOException {
        List<String> all = new ArrayList<>();
        while (true) {
            try {
                Order order = source.next();
                if (order == null) {
                    return all;
                }
                all.add(order.line() + ":" + new String(order.key(), ISO_8859_1) + "="
                        + new String(order.value(), ISO_8859_1) + order.flags());
            } catch (BadLine e) {
                all.add(e.text());
                if (e.isLast()) {
                    return all;
                }
            }
        }
    }

    private static List<String> tab(String text, long ttl) throws IOException {
        return all(new TabLines(lines(text), ttl, CLOCK));
    }

    private static List<String> meta(String text) throws IOException {
        return all(new MetaBlocks(lines(text)));
    }

    @Test
    void linesAreKeyValueAndSecondsToLive() throws IOException {
        assertThat(tab("a\t1\r\n\nb\t\nc\tx\t60\nd\tend", 0)).containsExactly("1:a=1", "3:b=", "4:c=x T60", "5:d=end");
    }

    @Test
    void escapesAreBytes() throws IOException {
        assertThat(tab("a\\\\b\\xff\tx\\ty\\nz\\r\t0", 9)).containsExactly("1:a\\b\u00ff=x\ty\nz\r");
    }

    @Test
    void linesThatSayNothingLiveAsLongAsAllAreTold() throws IOException {
        assertThat(tab("a\t1\nb\t1\t0\nc\t1\t7", 5)).containsExactly("1:a=1 T5", "2:b=1", "3:c=1 T7");
    }

    @Test
    void aLongLifeIsADateForMemcachedTakesItForOne() throws IOException {
        assertThat(tab("a\t1\t2592000\nb\t1\t2592001", 0)).containsExactly("1:a=1 T2592000", "2:b=1 T1802592001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "key; there is no tab behind the key",
                "a b|x; no blanks",
                "a\\x00|x; no control characters",
                "|x; 1 to 250 bytes long; this has 0",
                "a|x|soon; no number of seconds",
                "a|x|; no number of seconds",
                "a|x|-1; no number of seconds",
                "a|x|99999999999999999999; no number of seconds",
                "a|x|1|2; no number of seconds",
                "a|\\y; a backslash"
            })
    void aWrongLineIsToldByNumberAndTheNextOneIsTaken(String line, String reason) throws IOException {
        List<String> all = tab("ok\t1\n" + line.replace('|', '\t') + "\nok\t2\n", 0);
        assertThat(all).hasSize(3).startsWith("1:ok=1").endsWith("3:ok=2");
        assertThat(all.get(1)).startsWith("line 2: ").contains(reason.replace("; this has 0", ""));
    }

    @Test
    void aKeyIsAtMostAsLongAsMemcachedAllows() throws IOException {
        assertThat(tab("k".repeat(250) + "\tx\n" + "k".repeat(251) + "\tx\n", 0))
                .hasSize(2)
                .element(1)
                .isEqualTo("line 2: a key is 1 to 250 bytes long; this has 251");
    }

    @Test
    void blocksAreTakenAsTheyGoOverTheWire() throws IOException {
        assertThat(meta("ms a 3 F7 T60\r\nx\ny\r\n\r\nms YQ== S0 b\n\nms c 1\nz"))
                .containsExactly("1:a=x\ny F7 T60", "5:YQ=== b", "7:c=z");
    }

    @Test
    void aBlockWithAFlagOfAnotherPurposeIsRefusedAndTheNextOneIsTaken() throws IOException {
        assertThat(meta("ms a 1 q\r\nx\r\nms b 1 MA\r\nx\r\nms c 1\r\nx\r\n"))
                .containsExactly(
                        "line 1: of ms's flags only b, F and T are taken here",
                        "line 3: of ms's flags only b, F and T are taken here",
                        "5:c=x");
    }

    @ParameterizedTest
    @CsvSource({"set a 0 0 1", "ms a", "ms a x", "ms a 99999999", "ms a 5", "ms a 0"})
    void whereTheNextBlockBeginsCannotBeToldItEnds(String line) throws IOException {
        assertThat(meta("ms ok 1\r\nx\r\n" + line + "\r\nx\r\nms b 1\r\nx\r\n"))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("line 3: ")
                .endsWith("where the next begins cannot be told");
    }
}
