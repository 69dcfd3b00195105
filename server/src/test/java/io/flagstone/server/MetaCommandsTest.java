package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Wire;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What meta commands promise beyond what an older memcached can be asked about, with time under control. */
class MetaCommandsTest {
    private final ManualTime time = new ManualTime();
    private final Node node = Node.start(NodeOptions.defaults().withPort(0), time.clock());
    private final Wire wire = new Wire(node.port());

    @AfterEach
    void close() {
        wire.close();
        node.close();
    }

    private String set(String line, String value) {
        return wire.ask(line + "\r\n" + value);
    }

    @Test
    void timesAreShownInSeconds() {
        set("ms a 2 T90", "hi");
        time.passSeconds(5);
        assertThat(wire.ask("mg a t l h u")).isEqualTo("HD t85 l5 h0");
        assertThat(wire.ask("mg a t l h")).isEqualTo("HD t85 l5 h0");
        time.passSeconds(1);
        assertThat(wire.ask("mg a l h")).isEqualTo("HD l1 h1");
        assertThat(wire.ask("mg a t T30 t")).isEqualTo("CLIENT_ERROR duplicate flag");
        assertThat(wire.ask("mg a t T30")).isEqualTo("HD t84");
        assertThat(wire.ask("mg a t")).isEqualTo("HD t30");
        time.passSeconds(30);
        assertThat(wire.ask("mg a t")).isEqualTo("EN");
    }

    @Test
    void aMissCanLeaveALeaseThatOneClientWins() {
        assertThat(wire.ask("mg a N30 c t")).isEqualTo("HD c1 t30 W");
        assertThat(wire.ask("mg a N30 c t")).isEqualTo("HD c1 t30 Z");
        assertThat(set("ms a 5 C1 T0", "fresh")).isEqualTo("HD");
        assertThat(wire.ask("mg a N30 t")).isEqualTo("HD t-1");
    }

    @Test
    void aLeaseThatRunsOutIsGivenAgain() {
        assertThat(wire.ask("mg a N30")).isEqualTo("HD W");
        time.passSeconds(31);
        assertThat(wire.ask("mg a N30")).isEqualTo("HD W");
    }

    @Test
    void anItemAboutToExpireIsRecachedByOne() {
        set("ms a 2 T60", "hi");
        assertThat(wire.ask("mg a R30 t")).isEqualTo("HD t60");
        time.passSeconds(31);
        assertThat(wire.ask("mg a R30 t")).isEqualTo("HD t29 W");
        assertThat(wire.ask("mg a R30 t")).isEqualTo("HD t29 Z");
    }

    @Test
    void aStaleItemIsServedAndReplacedByOne() {
        set("ms a 3", "old");
        assertThat(wire.ask("md a I T30")).isEqualTo("HD");
        assertThat(wire.askUntil("mg a t c v", "old")).isEqualTo("VA 3 t30 c2 X W\r\nold\r\n");
        assertThat(wire.askUntil("mg a t c v", "old")).isEqualTo("VA 3 t30 c2 Z X\r\nold\r\n");
        assertThat(set("ms a 5 C1", "stale")).isEqualTo("EX");
        assertThat(set("ms a 5 C1 I", "stale")).isEqualTo("HD");
        assertThat(wire.askUntil("mg a t v", "stale")).isEqualTo("VA 5 t30 Z X\r\nstale\r\n");
        assertThat(set("ms a 3 C3", "new")).isEqualTo("HD");
        assertThat(wire.askUntil("mg a t v", "new")).isEqualTo("VA 3 t-1\r\nnew\r\n");
    }

    @Test
    void aTombstoneKeepsLifeAndLosesValueAndFlags() {
        set("ms a 3 T60 F7", "old");
        assertThat(wire.ask("md a x I E99")).isEqualTo("HD");
        assertThat(wire.ask("mg a s f t c")).isEqualTo("HD s0 f0 t60 c99 X W");
        set("ms b 3 T60 F7", "old");
        assertThat(wire.ask("md b x")).isEqualTo("HD");
        assertThat(wire.ask("mg b s f t")).isEqualTo("HD s0 f0 t60");
    }

    @Test
    void clientsMayChooseCasNumbers() {
        assertThat(set("ms a 1 E1000 c", "x")).isEqualTo("HD c1000");
        assertThat(set("ms a 1 C999", "y")).isEqualTo("EX");
        assertThat(set("ms a 1 C1000 E2000 c", "y")).isEqualTo("HD c2000");
        assertThat(wire.ask("ma n N0 E77 c")).isEqualTo("HD c77");
        assertThat(wire.ask("ma n C77 E78 c")).isEqualTo("HD c78");
        assertThat(wire.ask("md a I E5")).isEqualTo("HD");
        assertThat(wire.ask("mg a c")).isEqualTo("HD c5 X W");
        assertThat(wire.ask("mg v N0 E18446744073709551615 c")).isEqualTo("HD c18446744073709551615 W");
    }

    @Test
    void aValueTheClientHasAlreadyIsNotSentAgain() {
        set("ms a 3 E9", "abc");
        assertThat(wire.ask("mg a v c C9")).isEqualTo("HD c9");
        assertThat(wire.askUntil("mg a v c C8", "abc")).isEqualTo("VA 3 c9\r\nabc\r\n");
    }

    @Test
    void quietHidesTheUsualAndNothingElse() {
        String script =
                "ms a 1 q\r\nx\r\nmg a q v\r\nmg none q\r\nmd none q\r\nmd a q\r\nma none q\r\nma n N0 q\r\nma n q\r\n"
                        + "ms none 1 MR q\r\ny\r\nmg a q y\r\n";
        assertThat(wire.talk(script)).isEqualTo("VA 1\r\nx\r\nNF\r\nNF\r\nNS\r\nCLIENT_ERROR invalid flag\r\n");
    }

    @Test
    void opaqueAndKeyComeBackInTheOrderOfTheRequest() {
        set("ms a 1 F3", "x");
        assertThat(wire.ask("mg a Oabc k f s")).isEqualTo("HD Oabc ka f3 s1");
        assertThat(wire.ask("mg a s f k Oabc")).isEqualTo("HD s1 f3 ka Oabc");
        assertThat(wire.ask("mg none k O1")).isEqualTo("EN knone O1");
        assertThat(wire.ask("mg a O" + "o".repeat(31))).isEqualTo("HD O" + "o".repeat(31));
        assertThat(wire.ask("mg a O" + "o".repeat(32))).isEqualTo("CLIENT_ERROR opaque token too long");
    }

    @Test
    void binaryKeysTravelInBase64() {
        assertThat(set("ms AAEC/w== 1 b k", "x")).isEqualTo("HD kAAEC/w== b");
        assertThat(wire.ask("mg AAEC/w== b k")).isEqualTo("HD kAAEC/w== b");
        assertThat(wire.ask("ma /////w== b N0 k")).isEqualTo("HD k/////w== b");
        assertThat(wire.ask("me /////w== b")).startsWith("ME /////w== exp=-1");
        set("ms YWJj 1 b", "x");
        assertThat(wire.ask("mg abc k")).isEqualTo("HD kYWJj b");
        assertThat(wire.ask("mg a$c b")).isEqualTo("CLIENT_ERROR error decoding key");
    }

    @Test
    void aKeyOf250BytesMayTravelInBase64AndOneOf251MayNot() {
        String longest = Base64.getEncoder().encodeToString(new byte[250]);
        String tooLong = Base64.getEncoder().encodeToString(new byte[251]);
        assertThat(set("ms " + longest + " 1 b", "x")).isEqualTo("HD");
        assertThat(wire.ask("mg " + longest + " b k")).isEqualTo("HD k" + longest + " b");
        assertThat(wire.ask("mg " + tooLong + " b")).isEqualTo("CLIENT_ERROR error decoding key");
        assertThat(wire.ask("mg " + "k".repeat(251))).isEqualTo("CLIENT_ERROR bad command line format");
    }

    @Test
    void twentyTokensAreAllowedAndNoMore() {
        set("ms a 1", "x");
        assertThat(wire.ask("mg a c f h k l O1 q s t u v E1 T0 R30 N30 P L x"))
                .startsWith("VA 1 c1 f0 h0 ka l0 O1 s1 t-1");
        wire.line();
        assertThat(wire.ask("mg a c f h k l O1 q s t u v E1 T0 R30 N30 P L x I"))
                .isEqualTo("CLIENT_ERROR options flags are too long");
    }

    @Test
    void everyCommandAcceptsEveryFlagItDoesNotKnow() {
        set("ms a 1 h l t u v x D1 J1 R1", "1");
        assertThat(wire.ask("ma a f h l s u x R1 P L")).isEqualTo("HD");
        assertThat(wire.ask("md a f h l s t u v D1 J1 R1 F1 P L")).isEqualTo("HD");
    }

    @Test
    void arithmeticWrapsAtTheTopAndStopsAtZero() {
        assertThat(wire.askUntil("ma n N0 J18446744073709551615 v", "18446744073709551615"))
                .startsWith("VA 20");
        assertThat(wire.askUntil("ma n v", "0")).isEqualTo("VA 1\r\n0\r\n");
        assertThat(wire.askUntil("ma n MD D5 v", "0")).isEqualTo("VA 1\r\n0\r\n");
        assertThat(wire.ask("ma n D18446744073709551616")).isEqualTo("CLIENT_ERROR invalid or duplicate flag");
        assertThat(wire.ask("ma n Mx")).isEqualTo("CLIENT_ERROR invalid mode for ma M token");
    }

    @Test
    void debugShowsWhatIsKnown() {
        set("ms a 2 T90", "hi");
        time.passSeconds(3);
        assertThat(wire.ask("me a")).isEqualTo("ME a exp=87 la=3 cas=1 fetch=no cls=1 size=62");
        assertThat(wire.ask("me none")).isEqualTo("EN");
    }
}
