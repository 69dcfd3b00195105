package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Since;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where some memcached answers otherwise than this node, which speaks the protocol of 1.6.45: older ones, and where it says
 * so, that one, with the reason.
 */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class MemcachedDifferencesIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) {
        twins = Twins.start(release, NodeOptions.defaults());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /** {@code |} is the end of a line, {@code LONG} a key of 251 characters. */
    private static String talk(int port, String script) {
        try (Wire wire = new Wire(port)) {
            wire.ask("flush_all");
            return wire.talk(script.replace("|", "\r\n").replace("LONG", "k".repeat(251)))
                    .replace("\r\n", "|");
        }
    }

    @ParameterizedTest(name = "{4}: {0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "get|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "set a 0 0|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "incr a|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "touch a|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "mg|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "gat 5|; until 1.6.38; END|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "gat a|; from 1.6.45; CLIENT_ERROR bad command line format|; CLIENT_ERROR invalid exptime argument|;"
                        + " the keys of a line are not waited for",
                "x|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; a line of one letter",
                "|; until 1.6.38; ERROR|; CLIENT_ERROR bad command line format|; an empty line",
                "set a 0 0 1 b noreply|x|get a|; until 1.6.38; ERROR|ERROR|END|; VALUE a 0 1|x|END|; surplus arguments are ignored",
                "ms a 1 Ma|x|; all; CLIENT_ERROR invalid mode for ms M token|; NS|; modes may be small letters",
                "ma a N0 Mi|; all; CLIENT_ERROR invalid mode for ma M token|; HD|; modes may be small letters",
                "ms a 1 MA N60|y|mg a v t|; until 1.6.18; NS|EN|; HD|VA 1 t60|y|; append may create",
                "ms a 1 E77 c|x|; until 1.6.18; CLIENT_ERROR invalid flag|; HD c77|; the client may choose the CAS number",
                "ms a 2 s|xy|; until 1.6.18; HD|; HD s2|; ms tells the size",
                "ms a 1 F4294967296|x|; until 1.6.38; HD|; CLIENT_ERROR bad command line format|; client flags are 32 bits in ms",
                "ms a 1 T4000000000|x|; until 1.6.38; HD|; CLIENT_ERROR bad token in command line format|;"
                        + " a time to live is 32 bits in ms",
                "set a 0 0 3|abc|md a x|mg a v|; until 1.6.18; STORED|CLIENT_ERROR invalid or duplicate flag|VA 3|abc|;"
                        + " STORED|HD|VA 0||; md x takes the value away",
                "mg a N0 E9 c|; until 1.6.18; CLIENT_ERROR invalid flag|; HD c9 W|; the client may choose the CAS number",
                "ma a N0 q|; until 1.6.38; HD|; ''; q hides every success of ma",
                "md a y|; until 1.6.38; CLIENT_ERROR invalid or duplicate flag|; CLIENT_ERROR invalid flag|; md names flag errors apart",
                "mg YQ== b N0 k|; all; HD ka W|; HD kYQ== b W|; a key that came in base64 goes out in base64",
                "stats s|; until 1.6.38; ERROR|; STAT...; subcommands may be abbreviated",
                "shutdown|; until 1.6.38; ERROR: shutdown not enabled|; SERVER_ERROR: shutdown not enabled|; shutdown is off by default",
                "slabs automove window 10|; until 1.6.18; CLIENT_ERROR bad command line format|; OK|; a younger command",
                "slabs automove freeratio 0.1|; from 1.6.38; OK|; CLIENT_ERROR bad command line format|; there is no external storage",
                "slabs reassign 1 1 noreply|; until 1.6.38; ERROR|; ''; noreply hides errors, too",
                "slabs foo noreply|; until 1.6.38; ERROR|; ''; noreply hides errors, too",
                "slabs noreply|; until 1.6.38; ERROR|; ''; noreply hides errors, too",
                "slabs reassign 1 40|; only 1.6.38; NOSPARE...; BADCLASS...; a class that is not there",
                "slabs reassign 1 64|; only 1.6.38; NOSPARE...; BADCLASS...; a class that is not there",
                "set a 0 0 1|x|touch a 4000000000|; until 1.6.38; STORED|TOUCHED|; STORED|CLIENT_ERROR invalid exptime argument|;"
                        + " a time to live is 32 bits where it is read",
                "gat 4000000000 a|; until 1.6.38; END|; CLIENT_ERROR invalid exptime argument|;"
                        + " a time to live is 32 bits where it is read",
                "flush_all 4000000000|; until 1.6.38; OK|; CLIENT_ERROR invalid exptime argument|; a delay is 32 bits",
                "cache_memlimit 4294967296|; until 1.6.38; MEMLIMIT_TOO_SMALL...; ERROR|; a limit is 32 bits",
                "cache_memlimit 100000000000|; until 1.6.38; MEMLIMIT_ADJUST_FAILED...; ERROR|; a limit is 32 bits",
                "stats sizes_disable|stats sizes|stats sizes_enable|; from 1.6.38; ERROR|STAT sizes_status disabled|END|ERROR|;"
                        + " STAT sizes_status disabled|STAT sizes_status disabled|END|STAT sizes_status enabled|;"
                        + " sizes may be counted from any moment on",
                "set n 0 0 1|5|decr n 1 x y|; until 1.6.38; STORED|ERROR|; STORED|4|; surplus arguments are ignored",
                "set a 1x 0 1|x|; until 1.6.38; CLIENT_ERROR bad command line format|ERROR|;"
                        + " CLIENT_ERROR bad command line format|; the value of a line that is wrong is no command",
                "cas a 0 0 1 x|x|; until 1.6.38; CLIENT_ERROR bad command line format|ERROR|;"
                        + " CLIENT_ERROR bad command line format|; the value of a line that is wrong is no command",
                "set LONG 0 0 1|x|; until 1.6.38; CLIENT_ERROR bad command line format|ERROR|;"
                        + " CLIENT_ERROR bad command line format|; the value of a line that is wrong is no command",
                "ms LONG 1|x|; until 1.6.38; CLIENT_ERROR bad command line format|ERROR|;"
                        + " CLIENT_ERROR bad command line format|; the value of a line that is wrong is no command",
                "get a LONG|; from 1.6.45; CLIENT_ERROR bad command line format||;"
                        + " CLIENT_ERROR bad command line format|; one error is one line",
                "delete a 5|; from 1.6.45; NOT_FOUND|; CLIENT_ERROR bad command line format...; as libmemcached's memccapable wants it",
                "delete a b|; from 1.6.45; NOT_FOUND|; CLIENT_ERROR bad command line format...; as libmemcached's memccapable wants it",
                "delete a 0 0|; from 1.6.45; NOT_FOUND|; CLIENT_ERROR bad command line format...; as libmemcached's memccapable wants it",
                "delete a noreply 0|; from 1.6.45; NOT_FOUND|; CLIENT_ERROR bad command line format...;"
                        + " as libmemcached's memccapable wants it",
                "set n 0 0 35|-----------------------------------|delete n|set n 0 0 20|18446744073709551614|incr n 1|;"
                        + " until 1.6.18;"
                        + " STORED|DELETED|STORED|CLIENT_ERROR cannot increment or decrement non-numeric value|;"
                        + " STORED|DELETED|STORED|18446744073709551615|; from 2^63 on memcached refuses a number when"
                        + " a minus is left of what its chunk held before"
            })
    void differs(String script, String since, String theirs, String ours, String reason) {
        assertThat(talk(twins.node(), script)).as(reason).matches(answer -> is(answer, ours));
        String answer = talk(twins.memcached(), script);
        assertThat(Since.of(since).answers(release.version(), List.of(theirs), List.of(ours)))
                .as("%s, on memcached %s: %s is answered by %s", reason, release.version(), script, answer)
                .anyMatch(expected -> is(answer, expected));
    }

    /** Read to its end before anything else is said: memcached may lose what comes in between. */
    private static String listing(int port) {
        try (Wire wire = new Wire(port)) {
            wire.ask("flush_all");
            String first = wire.ask("lru_crawler mgdump all");
            return first.equals("OK") ? first + "|" + wire.line() : first;
        }
    }

    @Test
    void keysAreListedAsMetaCommandsByYoungerOnes() {
        assertThat(listing(twins.node())).isEqualTo("OK|EN");
        assertThat(Since.of("until 1.6.38").answers(release.version(), List.of("ERROR", "EN"), List.of("OK|EN")))
                .contains(listing(twins.memcached()));
    }

    /** Three dots stand for whatever follows. */
    private static boolean is(String answer, String expected) {
        return expected.endsWith("...")
                ? answer.startsWith(expected.substring(0, expected.length() - 3))
                : answer.equals(expected);
    }
}
