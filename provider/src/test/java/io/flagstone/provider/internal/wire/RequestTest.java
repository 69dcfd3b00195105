package io.flagstone.provider.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Requests are the lines of memcached's protocol, for keys of every length. */
class RequestTest {

    private static final byte[] KEY = key("k");
    private static final byte[] VALUE = {1, 2, 3};

    private static byte[] key(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String head(Request request) {
        return new String(request.head(), ISO_8859_1);
    }

    private static Request set(Request.Mode mode, long cas, int flags, int ttl) {
        return Request.set(KEY, VALUE, mode, cas, flags, ttl);
    }

    @Test
    void everyCommandIsTheLineOfTheProtocol() {
        Map<Request, String> lineOf = Map.of(
                Request.get(KEY), "mg k v c f t",
                Request.peek(KEY), "mg k c f t s",
                Request.getOrClaim(KEY, 30), "mg k v c f t N30",
                Request.touch(KEY, 60), "mg k s T60",
                Request.touch(KEY, Request.NO_TTL), "mg k s T0",
                Request.number(KEY), "mg k v",
                Request.delete(KEY, Request.ANY_CAS), "md k",
                Request.delete(KEY, 7), "md k C7",
                Request.add(KEY, 1, Long.MAX_VALUE), "ma k N0 J9223372036854775807 D1 v",
                Request.add(KEY, 0, 0), "ma k N0 J0 D0 v");
        lineOf.forEach((request, line) -> assertThat(head(request)).isEqualTo(line));
    }

    @Test
    void aStoreSaysOnlyWhatItMust() {
        assertThat(head(set(Request.Mode.SET, 0, 0, 0))).isEqualTo("ms k 3 c");
        assertThat(head(set(Request.Mode.ADD, 0, 0, 0))).isEqualTo("ms k 3 c ME");
        assertThat(head(set(Request.Mode.SET, -1, -1, Integer.MAX_VALUE)))
                .isEqualTo("ms k 3 c F4294967295 T2147483647 C18446744073709551615");
        assertThat(head(set(Request.Mode.ADD, Long.MIN_VALUE, Integer.MIN_VALUE, 1)))
                .isEqualTo("ms k 3 c F2147483648 T1 C9223372036854775808 ME");
        assertThat(head(Request.set(KEY, new byte[0], Request.Mode.SET, 0, 0, 0)))
                .isEqualTo("ms k 0 c");
        assertThat(set(Request.Mode.SET, 0, 0, 0).value()).isSameAs(VALUE);
    }

    @Test
    void keysOfEveryLengthFitIntoEveryCommand() {
        List<Function<byte[], Request>> commands = List.of(
                Request::get,
                key -> Request.getOrClaim(key, Integer.MAX_VALUE),
                key -> Request.set(key, VALUE, Request.Mode.ADD, -1, -1, Integer.MAX_VALUE),
                key -> Request.delete(key, -1),
                key -> Request.add(key, Long.MAX_VALUE, Long.MAX_VALUE));
        for (int length = 1; length <= 250; length++) {
            String text = "\u00fc" + "x".repeat(length - 1);
            for (Function<byte[], Request> command : commands) {
                Request request = command.apply(key(text));
                assertThat(head(request))
                        .startsWith(request.verb() + " " + text + (request.verb() == Verb.DELETE ? " C" : " "));
                assertThat(head(request)).isEqualTo(head(command.apply(KEY)).replaceFirst(" k ", " " + text + " "));
                assertThat(request.key()).isEqualTo(key(text));
            }
        }
    }

    @Test
    void whatChangesNothingIsNoMutation() {
        List<Request> reads = List.of(
                Request.get(KEY),
                Request.peek(KEY),
                Request.getOrClaim(KEY, 1),
                Request.touch(KEY, 1),
                Request.number(KEY));
        assertThat(reads).noneMatch(Request::isMutation).allMatch(read -> read.value() == null);
        List<Request> changes = List.of(set(Request.Mode.SET, 0, 0, 0), Request.delete(KEY, 0), Request.add(KEY, 1, 1));
        assertThat(changes).allMatch(Request::isMutation);
        assertThat(changes).extracting(change -> change.verb().toString()).containsExactly("ms", "md", "ma");
    }

    @Test
    void onlyWhatBringsAnItemAboutTakesAToken() {
        assertThat(List.of(Request.get(KEY), Request.touch(KEY, 1), Request.delete(KEY, 0), Request.add(KEY, 1, 1)))
                .noneMatch(Request::creates);
        assertThat(List.of(set(Request.Mode.SET, 0, 0, 0), Request.getOrClaim(KEY, 1), Request.claim(KEY, 1)))
                .allMatch(Request::creates);
        Request chosen = set(Request.Mode.ADD, 7, 0, 0).choosing(-1);
        assertThat(head(chosen)).isEqualTo("ms k 3 c C7 ME E18446744073709551615");
        assertThat(chosen.value()).isSameAs(VALUE);
        assertThat(chosen.isMutation()).isTrue();
        assertThat(chosen.chosenToken()).isEqualTo(-1);
        assertThat(head(Request.claim(KEY, 3).choosing(5))).isEqualTo("mg k c N3 E5");
        assertThat(Request.get(KEY).chosenToken()).isEqualTo(Request.ANY_CAS);
    }

    @Test
    void numbersThatTheProtocolCannotSayAreRefused() {
        assertThatThrownBy(() -> Request.touch(KEY, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set(Request.Mode.SET, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.add(KEY, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyNumberIsWrittenInDecimal() {
        List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE));
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            numbers.addAll(List.of(power - 1, power, power + 1));
        }
        for (long number : numbers) {
            assertThat(new String(new Ascii(1).add(number).bytes(), ISO_8859_1)).isEqualTo(Long.toString(number));
        }
    }
}
