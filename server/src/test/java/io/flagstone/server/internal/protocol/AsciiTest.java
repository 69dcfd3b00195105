package io.flagstone.server.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiTest {
    @Test
    void searchingEightBytesAtATimeFindsWhatSearchingOneByOneFinds() {
        Random random = new Random(1);
        byte[] bytes = new byte[64];
        for (int round = 0; round < 100_000; round++) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : ' ' + 1 - random.nextInt(2) * 2);
            }
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            byte wanted = (byte) (random.nextBoolean() ? ' ' : random.nextInt(256));
            assertThat(Ascii.indexOf(bytes, from, to, wanted)).isEqualTo(slowly(bytes, from, to, wanted));
        }
    }

    private static int slowly(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void packedWordsAreEqualWhereverTheyStand() {
        for (String word : new String[] {"mg", "get", "gets", "delete", "replace", "shutdown"}) {
            byte[] line = Text.ascii("x" + word + " y");
            assertThat(Ascii.pack(line, 1, 1 + word.length())).isEqualTo(Ascii.pack(word));
            byte[] end = Text.ascii(word);
            assertThat(Ascii.pack(end, 0, end.length)).isEqualTo(Ascii.pack(word));
        }
    }

    @Test
    void everyVerbIsRecognized() {
        for (Verb verb : Verb.values()) {
            if (verb != Verb.UNKNOWN) {
                byte[] word = Text.ascii(verb.name().toLowerCase(Locale.ROOT));
                assertThat(Verb.of(word, 0, word.length)).isEqualTo(verb);
            }
        }
        assertThat(Verb.of(Text.ascii("GET"), 0, 3)).isEqualTo(Verb.UNKNOWN);
        assertThat(Verb.of(Text.ascii("flush_alll"), 0, 10)).isEqualTo(Verb.UNKNOWN);
    }
}
