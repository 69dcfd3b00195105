package io.flagstone.server.internal.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.store.Expected;
import io.flagstone.server.support.ScriptMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookAheadTest {
    private final List<String> told = new ArrayList<>();
    private final LookAhead lookAhead = new LookAhead(this::note);
    private int tellings;

    private void note(Expected expected) {
        tellings++;
        for (int i = 0; i < expected.count(); i++) {
            String key = new String(expected.bytes(), expected.start(i), expected.length(i), ISO_8859_1);
            told.add(expected.changes(i) ? key + "!" : key);
        }
    }

    private List<String> told(String requests) {
        byte[] bytes = requests.getBytes(ISO_8859_1);
        told.clear();
        lookAhead.reset();
        lookAhead.requests(bytes, 0, bytes.length);
        return told;
    }

    @Test
    void theKeysOfRequestsAreToldInTheirOrder() {
        assertThat(
                        told(
                                "mg a v\r\nget b c\r\nmd d\r\nincr e 5\ntouch f 60\r\nmn\r\nme g\r\ngat 10 h\r\nms i 1\r\nx\r\ngets j\n"))
                .containsExactly("a", "b", "c", "d!", "e!", "f", "g", "i!", "j");
    }

    @Test
    void aValueIsNotTakenForRequests() {
        String value = "mg no v\r\nget no";
        int length = value.length();
        assertThat(told("ms a " + length + " T0 c\r\n" + value + "\r\nset b 5 0 " + length + "\r\n" + value
                        + "\r\ncas c 0 0 " + length + " 77 noreply\r\n" + value + "\r\nmg d\r\n"))
                .containsExactly("a!", "b!", "c!", "d");
    }

    @Test
    void aLineThatIsNotCompleteIsLeftAlone() {
        assertThat(told("mg a v\r\nmg b v\r\nmg c")).containsExactly("a", "b");
        assertThat(told("ms a 10\r\nabc")).isEmpty();
    }

    @Test
    void aSingleRequestIsNotWorthTelling() {
        assertThat(told("mg a v\r\n")).isEmpty();
        assertThat(told("set a 0 0 1\r\nx\r\n")).isEmpty();
    }

    @Test
    void whatHasBeenToldIsNotToldAgain() {
        byte[] bytes = "mg a v\r\nmg b v\r\n".getBytes(ISO_8859_1);
        lookAhead.requests(bytes, 0, bytes.length);
        lookAhead.requests(bytes, 8, bytes.length);
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void aLongMultigetIsToldInPieces() {
        StringBuilder line = new StringBuilder("get");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add("key" + i);
            line.append(i % 7 == 0 ? "  " : " ").append("key").append(i);
        }
        byte[] bytes = line.append("\r\n").toString().getBytes(ISO_8859_1);
        int end = bytes.length - 2;
        lookAhead.requests(bytes, 0, bytes.length);
        for (int at = 4; at < end; at++) {
            if (bytes[at] != ' ' && bytes[at - 1] == ' ') {
                lookAhead.keys(bytes, at, end);
            }
        }
        assertThat(told).isEqualTo(keys);
        assertThat(tellings).isEqualTo(4);
    }

    @Test
    void noInputIsTooOddToBeLookedAt() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new ScriptMaker(seed).make(20).getBytes(ISO_8859_1);
            for (int i = 0; i < 20; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) " \r\n9m-\0".charAt(random.nextInt(7));
            }
            lookAhead.reset();
            for (int at = 0; at < bytes.length; at += 1 + random.nextInt(50)) {
                lookAhead.requests(bytes, at, bytes.length);
                lookAhead.keys(bytes, at, bytes.length);
            }
        }
        assertThat(tellings).isGreaterThan(1000);
    }
}
