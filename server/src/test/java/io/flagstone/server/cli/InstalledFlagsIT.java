package io.flagstone.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of flags leave out none that the installed memcached tells of in its help. */
class InstalledFlagsIT {
    private static String help() throws IOException {
        try {
            Process memcached = new ProcessBuilder("memcached", "-h").start();
            return new String(memcached.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("memcached is not installed; on Debian: apt-get install memcached", e);
        }
    }

    private static Stream<MatchResult> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(help()).results();
    }

    @Test
    void everyFlagIsInTheList() throws IOException {
        List<String> known = Names.of("flags").stream()
                .map(line -> line.replaceFirst("=.*", "").replace('_', '-'))
                .toList();
        assertThat(found("^-(\\w),? +--([\\w-]+)")
                        .map(flag -> flag.group(1) + " --" + flag.group(2).replace('_', '-')))
                .hasSizeGreaterThan(30)
                .allMatch(known::contains);
        assertThat(found("^-(\\w) ").map(flag -> flag.group(1)))
                .allMatch(letter -> known.toString().matches(".*[\\[ ]" + letter + "[ ,].*"));
    }

    @Test
    void everyExtendedOptionIsInTheList() throws IOException {
        List<String> known = Names.of("extended").stream()
                .map(line -> line.replaceFirst("=.*", ""))
                .toList();
        assertThat(found("^   - (\\w+):").map(option -> option.group(1)))
                .hasSizeGreaterThan(40)
                .allMatch(known::contains);
    }
}
