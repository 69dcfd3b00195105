package io.flagstone.server.tool.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words, numbers and tables as operators and programs read them. */
class WordsTest {
    @Test
    void everyKeyComesBackFromItsWordWhichIsOneWordOfPrintableCharacters() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            byte[] key = new byte[random.nextInt(40)];
            random.nextBytes(key);
            String word = KeyText.escape(key);
            assertThat(word.codePoints()).allMatch(one -> one > ' ' && !Character.isISOControl(one));
            byte[] bytes = word.getBytes(UTF_8);
            assertThat(KeyText.unescape(bytes, 0, bytes.length)).isEqualTo(key);
        }
    }

    @Test
    void keysStayReadableAndCannotCommandATerminal() {
        assertThat(KeyText.escape("user:42/größe/鍵".getBytes(UTF_8))).isEqualTo("user:42/größe/鍵");
        assertThat(KeyText.escape("a\tb\\c \u001b[2J".getBytes(UTF_8))).isEqualTo("a\\tb\\\\c\\x20\\x1B[2J");
        assertThat(KeyText.escape("\u202e".getBytes(UTF_8))).isEqualTo("\\xE2\\x80\\xAE");
        assertThat(KeyText.escape("a\u00e9".getBytes(ISO_8859_1))).isEqualTo("a\\xE9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\q", "\\x", "\\x4", "\\xg0"})
    void aBackslashThatMeansNothingIsRefused(String word) {
        byte[] bytes = word.getBytes(UTF_8);
        assertThatThrownBy(() -> KeyText.unescape(bytes, 0, bytes.length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backslash");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "1s,1000", "7,7000", "2m,120000", "1h,3600000"})
    void lengthsOfTimeHaveUnits(String word, long millis) {
        assertThat(Span.parse(word)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Span.parse(Span.text(Span.parse(word)))).isEqualTo(Span.parse(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-1s", "1d", "s", "1.5s", "9999999999s"})
    void whatIsNoLengthOfTimeIsRefused(String word) {
        assertThatThrownBy(() -> Span.parse(word)).hasMessageContaining("no length of time");
    }

    @Test
    void jsonHasNumbersWhereThereAreNumbersAndTextsElsewhere() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", "12");
        object.put("b", "-0.5");
        object.put("c", "0700");
        object.put("d", "1.6.18");
        object.put("e", "\"\\\u0001\u007f");
        object.put("f", Map.of("g", ""));
        assertThat(Json.of(object))
                .isEqualTo("{\"a\":12,\"b\":-0.5,\"c\":\"0700\",\"d\":\"1.6.18\","
                        + "\"e\":\"\\\"\\\\\\u0001\\u007f\",\"f\":{\"g\":\"\"}}");
    }

    @Test
    void figuresAreShortAndWhatIsUnknownIsADash() {
        assertThat(Figures.count(999)).isEqualTo("999");
        assertThat(Figures.count(12_345)).isEqualTo("12.3k");
        assertThat(Figures.bytes(64 << 20)).isEqualTo("64.0M");
        assertThat(Figures.percent(Figures.share(1, 3))).isEqualTo("33.3");
        assertThat(Figures.percent(Figures.share(1, 0))).isEqualTo("-");
        assertThat(Figures.bar(0.72)).isEqualTo("#######...");
        assertThat(Figures.bar(7)).isEqualTo("##########");
        assertThat(Figures.bar(-1)).isEqualTo("..........");
        assertThat(Figures.count(Double.NaN) + Figures.whole(Double.NaN) + Figures.bar(Double.NaN))
                .isEqualTo("---");
    }

    @Test
    void columnsStandUnderEachOther() {
        Table table = new Table(1);
        table.row("name", "a", "count");
        table.row("x", "10");
        table.row("longer", "1", "2");
        assertThat(table.lines()).containsExactly("name     a  count", "x       10", "longer   1      2");
    }
}
