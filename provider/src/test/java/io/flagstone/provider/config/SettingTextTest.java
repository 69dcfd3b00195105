package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextTest {

    @Test
    void aNumberAndAUnitAreATime() {
        assertThat(SettingText.time("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(SettingText.time(" 5 S ")).isEqualTo(Duration.ofSeconds(5));
        assertThat(SettingText.time("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(SettingText.time("12h")).isEqualTo(Duration.ofHours(12));
        assertThat(SettingText.time("7d")).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "5 weeks", "99999999999999999999s", "9223372036854775807d"})
    void anythingElseIsNone(String text) {
        assertThat(SettingText.time(text)).isNull();
    }
}
