package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where memcached 1.6.18, which Debian ships, answers otherwise than 1.6.45, whose protocol this node speaks; or where
 * this node differs from both, with the reason.
 */
class MemcachedDifferencesIT {
    private static Twins twins;

    @BeforeAll
    static void start() {
        twins = Twins.start(NodeOptions.defaults());
    }

    @AfterAll
    static void stop() {
        twins.close();
    }

    private static String talk(int port, String script) {
        try (Wire wire = new Wire(port)) {
            wire.ask("flush_all");
            return wire.talk(script.replace("|", "\r\n")).replace("\r\n", "|");
        }
    }

    @ParameterizedTest(name = "{3}: {0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "get|; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "set a 0 0|; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "incr a|; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "touch a|; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "mg|; ERROR|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "gat 5|; END|; CLIENT_ERROR bad command line format|; missing arguments have one answer",
                "x|; ERROR|; CLIENT_ERROR bad command line format|; a line of one letter",
                "|; ERROR|; CLIENT_ERROR bad command line format|; an empty line",
                "set a 0 0 1 b noreply|x|get a|; ERROR|ERROR|END|; VALUE a 0 1|x|END|; surplus arguments are ignored",
                "set a 0 0 1|x|ms a 1 Ma|y|mg a v|; STORED|CLIENT_ERROR invalid mode for ms M token|VA 1|x|;"
                        + " STORED|HD|VA 2|xy|; modes may be small letters",
                "ms a 1 MA N60|y|mg a v t|; NS|EN|; HD|VA 1 t60|y|; append may create",
                "ms a 1 E77 c|x|; CLIENT_ERROR invalid flag|; HD c77|; the client may choose the CAS number",
                "ms a 2 s|xy|; HD|; HD s2|; ms tells the size",
                "ms a 1 F4294967296|x|; HD|; CLIENT_ERROR bad command line format|; client flags are 32 bits in ms",
                "set a 0 0 3|abc|md a x|mg a v|; STORED|CLIENT_ERROR invalid or duplicate flag|VA 3|abc|;"
                        + " STORED|HD|VA 0||; md x takes the value away",
                "mg a N0 E9 c|; CLIENT_ERROR invalid flag|; HD c9 W|; the client may choose the CAS number",
                "ma a N0 q|; HD|; ''; q hides every success of ma",
                "md a y|; CLIENT_ERROR invalid or duplicate flag|; CLIENT_ERROR invalid flag|; md names flag errors apart",
                "mg YQ== b N0 k|; HD ka W|; HD kYQ== b W|; a key that came in base64 goes out in base64",
                "stats s|; ERROR|; STAT; subcommands may be abbreviated",
                "shutdown|; ERROR: shutdown not enabled|; SERVER_ERROR: shutdown not enabled|; shutdown is off by default",
                "slabs automove window 10|; CLIENT_ERROR bad command line format|; OK|; a younger command",
                "lru_crawler mgdump all|; ERROR|; OK|EN|; keys as mg commands",
                "set n 0 0 1|5|decr n 1 x y|; STORED|ERROR|; STORED|4|; surplus arguments are ignored",
                "set n 0 0 35|-----------------------------------|delete n|set n 0 0 20|18446744073709551614|incr n 1|;"
                        + " STORED|DELETED|STORED|CLIENT_ERROR cannot increment or decrement non-numeric value|;"
                        + " STORED|DELETED|STORED|18446744073709551615|; from 2^63 on memcached refuses a number when"
                        + " a minus is left of what its chunk held before"
            })
    void differs(String script, String theirs, String ours, String reason) {
        assertThat(talk(twins.node(), script)).as(reason).startsWith(ours);
        try (Wire wire = new Wire(twins.memcached())) {
            assumeTrue(wire.ask("version").equals("VERSION 1.6.18"), "another memcached may agree with us here");
        }
        assertThat(talk(twins.memcached(), script)).as(reason).startsWith(theirs);
    }
}
