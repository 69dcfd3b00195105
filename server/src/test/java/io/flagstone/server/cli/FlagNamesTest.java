package io.flagstone.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every flag of memcached's is honoured or refused by name with the reason: none is unknown, none is ignored. */
class FlagNamesTest {
    static final List<String> REFUSED = List.of("d", "r", "u", "k", "i", "P", "L", "N");

    /** What is neither honoured nor without effect, by name. */
    static final List<String> REFUSED_EXTENSIONS = List.of(
            "hashpower",
            "no_hashexpand",
            "no_slab_reassign",
            "slab_automove_freeratio",
            "lru_crawler_sleep",
            "lru_crawler_tocrawl",
            "no_lru_maintainer",
            "tail_repair_time",
            "worker_logbuf_size",
            "read_buf_mem_limit",
            "resp_obj_mem_limit",
            "drop_privileges",
            "inline_ascii_resp",
            "no_modern",
            "ssl_wbuf_size",
            "ssl_kernel_tls",
            "sock_cookie_id");

    static Stream<String> flags() {
        return Names.of("flags").stream();
    }

    static Stream<String> extensions() {
        return Names.of("extended").stream();
    }

    /** The ways to write it: letter and value, letter with the value glued on, long form in two ways, abbreviated. */
    private static List<String[]> spellings(String line) {
        String letter = "-" + line.charAt(0);
        List<String[]> spellings = new ArrayList<>();
        if (line.length() == 1) {
            return List.of(new String[] {letter, ":"}, new String[] {letter + ":"});
        }
        String longForm = line.substring(2);
        int equals = longForm.indexOf('=');
        if (equals < 0) {
            spellings.add(new String[] {letter});
            spellings.add(new String[] {longForm});
        } else {
            String value = longForm.substring(equals + 1);
            spellings.add(new String[] {letter, value});
            spellings.add(new String[] {letter + value});
            spellings.add(new String[] {longForm});
            spellings.add(new String[] {longForm.substring(0, equals), value});
        }
        return spellings;
    }

    @ParameterizedTest
    @MethodSource("flags")
    void isHonouredOrRefusedByName(String line) {
        String letter = line.substring(0, 1);
        for (String[] words : spellings(line)) {
            Arguments arguments = Arguments.parse(words);
            if (REFUSED.contains(letter)) {
                assertThatCode(arguments::options)
                        .as("%s", List.of(words))
                        .isInstanceOf(OptionException.class)
                        .hasMessageMatching("-" + letter + ": .*\\w.*");
            } else if (arguments.wantsHelp() || arguments.wantsVersion()) {
                assertThat(letter).isIn("h", "V");
            } else {
                assertThatCode(arguments::options).as("%s", List.of(words)).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void anExtendedOptionIsHonouredOrRefusedByName(String word) {
        Arguments arguments = Arguments.parse("-o", word);
        String name = word.replaceFirst("=.*", "");
        if (REFUSED_EXTENSIONS.contains(name) || name.startsWith("ext_")) {
            assertThatCode(arguments::options)
                    .isInstanceOf(OptionException.class)
                    .hasMessageStartingWith("-o " + name + ": ");
        } else {
            assertThatCode(arguments::options).doesNotThrowAnyException();
        }
    }

    @Test
    void aLongFormMayBeAbbreviatedWhileItIsPlain() {
        assertThat(Arguments.parse("--memory-l=65", "--conn=9")
                        .options()
                        .memory()
                        .toMebibytes())
                .isEqualTo(65);
    }

    @Test
    void theUserThatRunsItMayBeNamed() {
        assertThatCode(() ->
                        Arguments.parse("-u", System.getProperty("user.name")).options())
                .doesNotThrowAnyException();
    }
}
