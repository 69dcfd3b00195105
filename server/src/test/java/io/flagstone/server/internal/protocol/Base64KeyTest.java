package io.flagstone.server.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64KeyTest {
    @Test
    void keysOfAllLengthsComeBackAsTheyWere() {
        Random random = new Random(3);
        byte[] decoded = new byte[Limits.KEY + 2];
        for (int length = 1; length <= Limits.KEY; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            byte[] encoded = Base64.getEncoder().encode(key);
            assertThat(Base64Key.decode(encoded, 0, encoded.length, decoded)).isEqualTo(length);
            assertThat(Arrays.copyOf(decoded, length)).isEqualTo(key);
            ReplyBuffer reply = new ReplyBuffer();
            Base64Key.encode(key, 0, length, reply);
            assertThat(Arrays.copyOf(reply.array(), reply.position())).isEqualTo(encoded);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "ab=c", "a===", "====", "ab!=", "YQ==YQ==", "é==="})
    void whatIsNotBase64IsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Base64Key.decode(bytes, 0, bytes.length, new byte[Limits.KEY + 2]))
                .isEqualTo(-1);
    }

    @Test
    void aKeyLongerThanKeysAreIsRefused() {
        byte[] encoded = Base64.getEncoder().encode(new byte[Limits.KEY + 1]);
        assertThat(Base64Key.decode(encoded, 0, encoded.length, new byte[Limits.KEY + 2]))
                .isEqualTo(-1);
    }
}
