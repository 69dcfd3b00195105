package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.Normal;
import io.flagstone.server.support.ScriptMaker;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes are sent to a stock memcached and to a node, and the answers compared. */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class MemcachedAgreementIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) {
        twins = Twins.startForComparing(release);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /** Both forget everything first, so that scripts do not depend on each other. */
    private static String talk(int port, List<String> pieces) {
        try (Wire wire = new Wire(port)) {
            wire.ask("flush_all");
            StringBuilder answers = new StringBuilder();
            for (String piece : pieces) {
                answers.append(wire.talk(piece));
            }
            return Normal.form(answers.toString());
        }
    }

    private static void assertAgreement(String script) {
        assertAgreement(List.of(script));
    }

    private static void assertAgreement(List<String> pieces) {
        twins.assertAgreement(port -> talk(port, pieces), pieces);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersAgreeOnPipelines(long seed) {
        for (int script = 0; script < 60; script++) {
            assertAgreement(new ScriptMaker(seed * 1000 + script, false).make(60));
        }
    }

    /** One command at a time, for memcached does not count in place while an answer before is still to be sent. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void answersAgreeOnSingleCommands(long seed) {
        for (int script = 0; script < 20; script++) {
            ScriptMaker maker = new ScriptMaker(seed * 1000 + script);
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                commands.add(maker.make(1));
            }
            assertAgreement(commands);
        }
    }

    /**
     * Not part of the random scripts: memcached drops what it had already answered in the same batch, and 1.6.45 puts an
     * empty line behind its error.
     */
    @Test
    void answersAgreeOnKeysThatAreTooLong() {
        String tooLong = "k".repeat(251);
        for (String command : List.of("get " + tooLong, "get a " + tooLong + " b", "gats 0 a " + tooLong)) {
            twins.assertAgreement(
                    port -> talk(port, List.of(command + "\r\n"))
                            .lines()
                            .filter(line -> !line.isEmpty())
                            .toList(),
                    command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "noreply", "0 noreply", " 0  noreply "})
    void answersAgreeOnWhatMayFollowTheKeyOfADeletion(String rest) {
        assertAgreement("set a 0 0 1\r\nx\r\ndelete a " + rest + "\r\nget a\r\n");
    }

    private static final Set<String> COUNTED = Set.of(
            "cmd_get cmd_set cmd_flush cmd_touch get_hits get_misses delete_misses delete_hits incr_misses incr_hits"
                    .split(" "));

    private static String counters(int port, String script) {
        try (Wire wire = new Wire(port)) {
            wire.talk("flush_all\r\nstats reset\r\n" + script);
            StringBuilder counters = new StringBuilder();
            for (String line : wire.askUntil("stats", "END").split("\r\n")) {
                String[] words = line.split(" ");
                if (words.length == 3 && COUNTED.contains(words[1])) {
                    counters.append(words[1]).append('=').append(words[2]).append(' ');
                }
            }
            return counters.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get a b", "gets a b", "gat 0 a", "gat 0 b", "gats 0 a b", "mg a v", "mg b v", "mg a T90", "mg b T90",
                "touch a 0", "touch b 0", "incr a 1", "incr b 1", "ma a", "ma b", "ma b N0", "delete a", "delete b",
                "md a", "md b", "flush_all"
            })
    void requestsAreCountedAlike(String command) {
        String script = "set a 0 0 1\r\n1\r\n" + command + "\r\n";
        assertThat(counters(twins.node(), script))
                .isEqualTo(counters(twins.memcached(), script))
                .contains("cmd_set=1");
    }

    @Test
    void answersAgreeOnSizesAroundTheLimit() {
        for (int length :
                new int[] {0, 1, 524_200, 524_288, 524_300, 700_000, 1_048_510, 1_048_514, 1_048_515, 1_048_577}) {
            assertAgreement("set big 0 0 " + length + "\r\n" + "x".repeat(length) + "\r\nmg big s\r\nincr big 1\r\n"
                    + "append big 0 0 3\r\nabc\r\nmg big s\r\nget big\r\n");
        }
    }

    @Test
    void itemsAreAsLargeAsMemcacheds() {
        StringBuilder script = new StringBuilder();
        for (int length = 0; length < 600_000; length = length * 5 / 4 + 7) {
            script.append("set k 0 0 ")
                    .append(length)
                    .append("\r\n")
                    .append("v".repeat(length))
                    .append("\r\nme k\r\n");
            script.append("set k 3 0 ")
                    .append(length)
                    .append("\r\n")
                    .append("v".repeat(length))
                    .append("\r\nme k\r\n");
        }
        String expected = sizes(talk(twins.memcached(), List.of(script.toString())));
        String actual = sizes(talk(twins.node(), List.of(script.toString())));
        assertThat(actual).isEqualTo(expected).contains("cls=39");
    }

    private static String sizes(String replies) {
        return replies.replaceAll("exp=\\S+ la=\\S+ cas=\\S+", "");
    }
}
