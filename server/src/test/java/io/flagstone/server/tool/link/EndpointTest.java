package io.flagstone.server.tool.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node is named by host and port. */
class EndpointTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:11211,127.0.0.1,11211", "cache-1.example:1,cache-1.example,1", "[::1]:65535,::1,65535"})
    void hostAndPortAreReadAndWrittenAlike(String word, String host, int port) {
        assertThat(Endpoint.parse(word)).isEqualTo(new Endpoint(host, port)).hasToString(word);
        assertThat(Endpoint.isMeant(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cache", "cache:", ":11211", "cache:0", "cache:65536", "::1:11211", "[::1]", "a b:1"})
    void whatLacksOneOfThemIsRefused(String word) {
        assertThatThrownBy(() -> Endpoint.parse(word)).hasMessageContaining("no HOST:PORT such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get_hits", "items", "items:1:number", "get_*"})
    void namesOfStatisticsAreNoNodes(String word) {
        assertThat(Endpoint.isMeant(word)).isFalse();
    }
}
