package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in memcached's exact words, and noreply, which hides them and every success. */
class ErrorRepliesTest {
    private final Node node = Node.start(NodeOptions.defaults().withPort(0));
    private final Wire wire = new Wire(node.port());

    @AfterEach
    void close() {
        wire.close();
        node.close();
    }

    private String talk(String script) {
        return wire.talk(script.replace("|", "\r\n")).replace("\r\n", "|");
    }

    /** In the scripts, a bar is a line's end. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "dance|; ERROR|",
                "get|; CLIENT_ERROR bad command line format|",
                "set a x 0 1|y|; CLIENT_ERROR bad command line format|",
                "set a 0 0 1x|y|; CLIENT_ERROR bad command line format|CLIENT_ERROR bad command line format|",
                "set a 0 0 -1|; CLIENT_ERROR bad command line format|",
                "set a 0 0 3|abcdef|; CLIENT_ERROR bad data chunk|CLIENT_ERROR bad command line format|",
                "touch a x|; CLIENT_ERROR invalid exptime argument|",
                "gat x a|; CLIENT_ERROR invalid exptime argument|",
                "incr number x|; CLIENT_ERROR invalid numeric delta argument|",
                "incr word 1|; CLIENT_ERROR cannot increment or decrement non-numeric value|",
                "set empty 0 0 0||ma empty C99|; STORED|CLIENT_ERROR cannot increment or decrement non-numeric value|",
                "ma word|; CLIENT_ERROR cannot increment or decrement non-numeric value|",
                "incr none 1|; NOT_FOUND|",
                "mg a y|; CLIENT_ERROR invalid flag|",
                "mg a v v|; CLIENT_ERROR duplicate flag|",
                "mg a Tx|; CLIENT_ERROR bad token in command line format|",
                "ms a x|; CLIENT_ERROR bad command line format|",
                "ms a 1 MX|y|; CLIENT_ERROR invalid mode for ms M token|",
                "ma a MX|; CLIENT_ERROR invalid mode for ma M token|",
                "ma a v v|; CLIENT_ERROR invalid or duplicate flag|",
                "mg a$ b|; CLIENT_ERROR error decoding key|",
                "verbosity x|; CLIENT_ERROR bad command line format|",
                "shutdown|; SERVER_ERROR: shutdown not enabled|",
                "cache_memlimit 7|; MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m|",
                "lru_crawler metadump 0|; BADCLASS invalid class id|"
            })
    void mistakesAreNamedInMemcachedsWords(String script, String answer) {
        talk("set word 0 0 3|abc|set number 0 0 1|5|");
        assertThat(talk(script)).isEqualTo(answer);
    }

    @Test
    void aValueBeyondTheLimitIsRefusedAndTakesTheOldOneAlong() {
        String tooLong = "x".repeat(1 << 20);
        talk("set a 0 0 3|old|");
        assertThat(talk("set a 0 0 1048576|" + tooLong + "|get a|"))
                .isEqualTo("SERVER_ERROR object too large for cache|END|");
        assertThat(talk("ms a 1048576|" + tooLong + "|mg a|")).isEqualTo("SERVER_ERROR object too large for cache|EN|");
    }

    @Test
    void aFullNodeThatMayNotEvictSaysSo() {
        try (Node full = Node.start(NodeOptions.defaults()
                        .withPort(0)
                        .with("mem_size", "8m")
                        .withEvictions(false));
                Wire other = new Wire(full.port())) {
            String answer = "STORED";
            for (int i = 0; i < 100 && answer.equals("STORED"); i++) {
                answer = other.ask("set k" + i + " 0 0 200000\r\n" + "x".repeat(200_000));
            }
            assertThat(answer).isEqualTo("SERVER_ERROR out of memory storing object");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set n 0 0 1 noreply|7|",
                "add n 0 0 1 noreply|7|",
                "add other 0 0 1 noreply|7|",
                "replace n 0 0 1 noreply|7|",
                "replace none 0 0 1 noreply|7|",
                "append n 0 0 1 noreply|7|",
                "prepend n 0 0 1 noreply|7|",
                "cas n 0 0 1 1 noreply|7|",
                "cas none 0 0 1 1 noreply|7|",
                "delete n noreply|",
                "delete none noreply|",
                "incr n 1 noreply|",
                "decr n 1 noreply|",
                "incr none 1 noreply|",
                "touch n 100 noreply|",
                "touch none 100 noreply|",
                "flush_all noreply|",
                "flush_all 100 noreply|",
                "verbosity 1 noreply|"
            })
    void noreplyMeansNoReply(String script) {
        talk("set n 0 0 1|5|");
        assertThat(talk(script)).isEmpty();
    }

    @Test
    void whatWasDoneWithoutReplyWasDone() {
        assertThat(talk("set n 0 0 1 noreply|7|incr n 5 noreply|append n 0 0 1 noreply|0|get n|"))
                .isEqualTo("VALUE n 0 3|120|END|");
        assertThat(talk("delete n noreply|get n|")).isEqualTo("END|");
    }
}
