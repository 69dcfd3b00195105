package io.flagstone.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's table of memcached's flags says of each what the node does. */
class FlagTableTest {
    private static final Path PAGE = Path.of("..", "docs", "operating.md");
    private static final Pattern NAME = Pattern.compile("`(-[^`]+)`");

    private record Row(String verdict, String reason) {}

    /** The rows by the flags they are about; several may share one. */
    private static Map<String, Row> rows() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int heading = lines.indexOf("| memcached | Here | What to know |");
        assertThat(heading).isPositive();
        Map<String, Row> rows = new HashMap<>();
        for (String line : lines.subList(heading + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            String[] cells = line.split("\\|", -1);
            Matcher name = NAME.matcher(cells[1]);
            while (name.find()) {
                Row row = new Row(cells[2].trim(), cells[3].trim());
                assertThat(rows.put(name.group(1), row)).as(name.group(1)).isNull();
            }
        }
        return rows;
    }

    /** The words that give a flag to the node, from a line of the lists: {@code p --port=1}. */
    private static List<String> words(String line) {
        if (line.length() == 1) {
            return List.of("-" + line, ":");
        }
        int value = line.indexOf('=');
        List<String> words = new ArrayList<>(List.of("-" + line.charAt(0)));
        if (value > 0) {
            words.add(line.substring(value + 1));
        }
        return words;
    }

    /** As the table names it, and how it is given. */
    private static Stream<Map.Entry<String, List<String>>> flags() {
        Stream<Map.Entry<String, List<String>>> letters =
                Names.of("flags").stream().map(line -> Map.entry("-" + line.charAt(0), words(line)));
        Stream<Map.Entry<String, List<String>>> extended = Names.of("extended").stream()
                .map(word -> Map.entry(
                        "-o " + word.replaceFirst("=.*", "").replaceFirst("^ext_.*", "ext_*"), List.of("-o", word)));
        return Stream.concat(letters, extended);
    }

    @Test
    void everyFlagHasItsRowAndNoOtherHasOne() throws IOException {
        Set<String> names = new TreeSet<>(flags().map(Map.Entry::getKey).toList());
        assertThat(new TreeSet<>(rows().keySet())).isEqualTo(names);
    }

    @ParameterizedTest
    @MethodSource("flags")
    void theRowSaysWhatTheNodeDoes(Map.Entry<String, List<String>> flag) throws IOException {
        Row row = Objects.requireNonNull(rows().get(flag.getKey()));
        Arguments arguments = Arguments.parse(flag.getValue().toArray(String[]::new));
        if (row.verdict().equals("refused")) {
            String name = flag.getValue().get(0).equals("-o")
                    ? "-o " + flag.getValue().get(1).replaceFirst("=.*", "")
                    : flag.getKey();
            assertThatCode(arguments::options)
                    .isInstanceOf(OptionException.class)
                    .hasMessage(name + ": " + row.reason());
        } else {
            assertThat(row.verdict()).isIn("same", "differs", "no effect");
            assertThatCode(() -> {
                        if (!arguments.wantsHelp() && !arguments.wantsVersion()) {
                            arguments.options();
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }
}
