package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What text answers look like. */
final class TextAnswers {
    private static final Pattern BLOCK =
            Pattern.compile("VALUE [^ \\r\\n]+ \\d+ (?<classic>\\d+)( \\d+)?|VA (?<meta>\\d+)( \\S+)*");
    private static final Pattern LINE =
            Pattern.compile("END|OK|RESET|STORED|NOT_STORED|EXISTS|NOT_FOUND|DELETED|TOUCHED"
                    + "|ERROR|(CLIENT|SERVER)_ERROR:? .+|VERSION \\S+|STAT .*|ITEM .*|PREFIX .*|\\d+ *|MEMLIMIT_[A-Z_]+ .*|BUSY .*|BADCLASS .*|NOSPARE .*|NOTFULL .*"
                    + "|(HD|EN|NF|NS|EX)( \\S+)* ?|MN|ME .+|key=.*|mg .*|ts=.*|CONFIG .*");

    private TextAnswers() {}

    /** Every line is one of memcached's, and every block is as long as it says. */
    static void check(String answers) {
        int at = 0;
        while (at < answers.length()) {
            int end = answers.indexOf('\n', at);
            assertThat(end).as("the end of the line at %d", at).isNotNegative();
            String line = answers.substring(at, end > at && answers.charAt(end - 1) == '\r' ? end - 1 : end);
            at = end + 1;
            Matcher block = BLOCK.matcher(line);
            if (block.matches()) {
                String length = block.group("classic") == null ? block.group("meta") : block.group("classic");
                at += Integer.parseInt(length);
                assertThat(answers.startsWith("\r\n", at))
                        .as("a block ends at %d", at)
                        .isTrue();
                at += 2;
            } else {
                assertThat(LINE.matcher(line).matches())
                        .as("<%s> is an answer", line)
                        .isTrue();
            }
        }
    }

    /** Whether nothing in them comes from the clock or from work in the background. */
    static boolean areOfTheStreamAlone(String answers) {
        return !answers.contains("STAT ") && !answers.contains("ts=") && !answers.contains("BUSY");
    }
}
