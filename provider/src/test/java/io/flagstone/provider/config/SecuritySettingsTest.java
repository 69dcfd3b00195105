package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that would weaken what is meant passes for a setting. */
class SecuritySettingsTest {

    @TempDir
    Path folder;

    private ClientOptions read(String settings) {
        Properties properties = new Properties();
        for (String setting : settings.split(" ")) {
            int equals = setting.indexOf('=');
            properties.setProperty("flagstone." + setting.substring(0, equals), setting.substring(equals + 1));
        }
        return Settings.gather(
                        URI.create("flagstone:x"), getClass().getClassLoader(), properties, new Properties(), Map.of())
                .client();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nodes=a:1 user=app; needs a password",
                "nodes=a:1 user=app password=secret; in the clear",
                "nodes=a:1 password=secret; no flagstone.user",
                "nodes=a:1 user=a:b tls=on password=secret; flagstone.user=a:b",
                "nodes=a:1 tls.trust=FILE; without flagstone.tls=on",
                "nodes=a:1 tls.server-name=x; without flagstone.tls=on",
                "nodes=a:1 tls=on tls.certificate=FILE; go together",
                "nodes=a:1 tls=on tls.key=FILE; go together",
                "nodes=a:1 tls=on tls.trust=/nowhere/ca.pem; can be read",
                "nodes=a:1 tls=on user=app password=secret password-file=FILE; either",
                "nodes=a:1 tls=prefer; true or false",
                "tls=on; embedded",
                "user=app password=secret password.plain=allow; embedded"
            })
    void whatCannotBeMeantIsRefused(String settings, String reason) throws IOException {
        String file = Files.writeString(folder.resolve("f"), "x").toString();
        assertThatThrownBy(() -> read(settings.replace("FILE", file)))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPasswordIsShownNowhere() {
        ClientOptions options = read("nodes=a:1 tls=on user=app password=secret");
        assertThat(options.security().login())
                .hasValueSatisfying(login -> assertThat(login.password()).isEqualTo("secret"));
        assertThat(options.toString()).contains("user=app").doesNotContain("secret");
    }

    @Test
    void aPasswordThatCannotBeSentIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> read("nodes=a:1 tls=on user=app password=s\u00e9cret"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.password")
                .hasMessageNotContaining("cret");
    }
}
