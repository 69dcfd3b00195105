package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Plain;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Properties provider(String... settings) {
        return new FlagstoneSettings(map(settings)).provider();
    }

    private static Map<String, Object> map(String... settings) {
        return settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "hibernate.flagstone.nodse, hibernate.flagstone.nodes",
        "hibernate.flagstone.failur, hibernate.flagstone.failure",
        "hibernate.flagstone.region.Item.tll, hibernate.flagstone.region.Item.ttl",
        "hibernate.flagstone.region.*.compresion, hibernate.flagstone.region.*.compression"
    })
    void anUnknownSettingIsAnErrorWithTheNearestName(String unknown, String nearest) {
        assertThatThrownBy(() -> provider(unknown, "1"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining(unknown)
                .hasMessageContaining("did you mean " + nearest + "?");
    }

    @Test
    void settingsAreHandedToTheProviderUnderItsNames() {
        assertThat(provider("hibernate.flagstone.nodes", "a:1;b:2")).containsEntry("flagstone.nodes", "a:1;b:2");
        assertThat(provider("hibernate.flagstone.region.com.acme.*.ttl", "5m"))
                .containsEntry("flagstone.cache.com.acme.*.ttl", "5m");
        assertThat(provider("hibernate.flagstone.failure", "strict"))
                .containsEntry("flagstone.cache.*.failure", "fail");
        assertThat(provider("hibernate.flagstone.region.Item.failure", "lenient"))
                .containsEntry("flagstone.cache.Item.failure", "miss");
    }

    @Test
    void withoutSettingsItIsLenientAndBounded() {
        assertThat(provider())
                .containsEntry("flagstone.cache.*.failure", "miss")
                .containsEntry("flagstone.cache.*.ttl", "1h");
        assertThat(new FlagstoneSettings(Map.of()).lock()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10", "10ms", "2d", "-1s", "99999999999999999999s"})
    void aTimeThatMakesNoSenseIsRefused(String value) {
        assertThatThrownBy(() -> new FlagstoneSettings(Map.of(L2Setting.LOCK.key(), value)))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("hibernate.flagstone.lock");
    }

    @Test
    void anythingButStrictAndLenientIsRefused() {
        assertThatThrownBy(() -> provider("hibernate.flagstone.failure", "maybe"))
                .hasMessageContaining("allowed is strict or lenient");
    }

    @Test
    void thePageNamesEverySettingWithItsDefault() throws IOException {
        Path page = Stream.of(Path.of("docs/hibernate.md"), Path.of("../docs/hibernate.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        String text = Files.readString(page);
        for (L2Setting setting : L2Setting.values()) {
            assertThat(text).contains("| `" + setting.key() + "` | `" + setting.standard() + "` |");
        }
    }

    private static Configuration bare() {
        return new Configuration()
                .addAnnotatedClass(Plain.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:")
                .setProperty("hibernate.flagstone.nodes", Nodes.shared());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flagstone", "FlagstoneRegionFactory", "io.flagstone.hibernate.FlagstoneRegionFactory"})
    void theFactoryIsFoundByItsNames(String name) {
        try (SessionFactory sessions =
                bare().setProperty("hibernate.cache.region.factory_class", name).buildSessionFactory()) {
            assertThat(sessions.unwrap(SessionFactoryImplementor.class)
                            .getCache()
                            .getRegionFactory())
                    .isInstanceOf(FlagstoneRegionFactory.class);
        }
    }

    @Test
    void theFactoryIsTakenUnasked() {
        try (SessionFactory sessions = bare().buildSessionFactory()) {
            assertThat(sessions.unwrap(SessionFactoryImplementor.class)
                            .getCache()
                            .getRegionFactory())
                    .isInstanceOf(FlagstoneRegionFactory.class);
        }
    }

    @Test
    void aMistakeInTheSettingsStopsTheApplicationAndSaysWhy() {
        Configuration mistaken = bare().setProperty("hibernate.flagstone.timeuot", "1s");
        assertThatThrownBy(mistaken::buildSessionFactory)
                .hasStackTraceContaining("did you mean hibernate.flagstone.timeout?");
    }
}
