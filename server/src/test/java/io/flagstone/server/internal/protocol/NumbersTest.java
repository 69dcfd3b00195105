package io.flagstone.server.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final Numbers numbers = new Numbers();

    private boolean unsigned(String text) {
        return numbers.unsigned(Text.ascii(text), 0, text.length());
    }

    private boolean signed(String text) {
        return numbers.signed(Text.ascii(text), 0, text.length());
    }

    @Test
    void everyUnsignedNumberOf64BitsIsReadAndNoLargerOne() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            BigInteger number = new BigInteger(1 + random.nextInt(68), random);
            boolean fits = number.compareTo(MAX) <= 0;
            assertThat(unsigned(number.toString())).as("%s", number).isEqualTo(fits);
            if (fits) {
                assertThat(numbers.value()).isEqualTo(number.longValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "99999999999999999999", "", "-1", "1x", "x", "+", "1 ", "0x1"})
    void whatIsNoUnsignedNumberIsRefused(String text) {
        assertThat(unsigned(text)).isFalse();
    }

    @Test
    void signsAreReadWhereTheyMayStand() {
        assertThat(signed("-9223372036854775807")).isTrue();
        assertThat(numbers.value()).isEqualTo(-Long.MAX_VALUE);
        assertThat(signed("+5")).isTrue();
        assertThat(numbers.value()).isEqualTo(5);
        assertThat(signed("9223372036854775808")).isFalse();
        assertThat(signed("--1")).isFalse();
        assertThat(signed("-")).isFalse();
    }

    @Test
    void numbersAreWrittenAsTheyAreRead() {
        Random random = new Random(8);
        ReplyBuffer reply = new ReplyBuffer();
        for (int i = 0; i < 50_000; i++) {
            long number = random.nextLong() >>> random.nextInt(64);
            reply.number(number);
            String text = new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII);
            assertThat(text).isEqualTo(Long.toUnsignedString(number));
            reply.retract(0);
        }
    }
}
