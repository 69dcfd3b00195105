package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An endpoint has one address, and whatever would place keys on nodes is refused, by name. */
class EndpointSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Endpoint endpoint(String... settings) {
        Places places = new Places(folder);
        for (int i = 0; i < settings.length; i += 2) {
            places.property("flagstone." + settings[i], settings[i + 1]);
        }
        return places.client().placement().endpoint();
    }

    @Test
    void anEndpointMayFailOverUnlessItIsSaidNeverTo() {
        assertThat(endpoint("nodes", "a:1;b:1")).isEqualTo(Endpoint.NONE);
        assertThat(endpoint("nodes", "a:1", "placement", "endpoint")).isEqualTo(Endpoint.FAILING_OVER);
        assertThat(endpoint("nodes", "a:1", "placement", "endpoint", "endpoint.fails-over", "possible"))
                .isEqualTo(Endpoint.FAILING_OVER);
        assertThat(endpoint("nodes", "a:1", "placement", "endpoint", "endpoint.fails-over", "never"))
                .isEqualTo(Endpoint.STEADY);
    }

    @ParameterizedTest
    @CsvSource({
        "nodes, embedded, nodes, the embedded node",
        "nodes, a:1;b:1, nodes, 2 nodes",
        "nodes, a:1*2, nodes, 'no weight, *'",
        "nodes, a:1@east, nodes, 'no zone, @'",
        "nodes.source, static:a:1, nodes.source, changes",
        "weights, measured, weights, not known here",
        "key-hash, md5, key-hash, not hashed"
    })
    void whateverWouldPlaceKeysIsRefused(String key, String value, String named, String why) {
        String[] one = key.startsWith("nodes") ? new String[0] : new String[] {"nodes", "a:1"};
        String[] settings = new String[one.length + 4];
        System.arraycopy(one, 0, settings, 0, one.length);
        System.arraycopy(new String[] {key, value, "placement", "endpoint"}, 0, settings, one.length, 4);
        assertThatThrownBy(() -> endpoint(settings))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.placement=endpoint")
                .hasMessageContaining("flagstone." + named + " (")
                .hasMessageContaining(why);
    }

    @Test
    void sayingWhetherAnEndpointFailsOverNeedsOne() {
        assertThatThrownBy(() -> endpoint("nodes", "a:1", "endpoint.fails-over", "never"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.endpoint.fails-over")
                .hasMessageContaining("set flagstone.placement=endpoint");
        assertThatThrownBy(() -> endpoint("nodes", "a:1", "placement", "endpoint", "endpoint.fails-over", "no"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("never or possible");
    }
}
