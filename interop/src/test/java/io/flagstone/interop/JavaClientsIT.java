package io.flagstone.interop;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's clients do to the node what they do to memcached. */
class JavaClientsIT {
    enum Kind {
        SPYMEMCACHED(port -> new Spymemcached(port, false)),
        SPYMEMCACHED_BINARY(port -> new Spymemcached(port, true)),
        XMEMCACHED(port -> new Xmemcached(port, false)),
        XMEMCACHED_BINARY(port -> new Xmemcached(port, true)),
        FOLSOM(port -> new Folsom(port, false)),
        FOLSOM_BINARY(port -> new Folsom(port, true));

        private final JavaClient.Maker maker;

        Kind(JavaClient.Maker maker) {
            this.maker = maker;
        }

        boolean can(Promise promise) {
            // folsom takes an expiry for a number of seconds from now, whatever it is.
            return promise != Promise.EXPIRES || (this != FOLSOM && this != FOLSOM_BINARY);
        }
    }

    private static Stream<Arguments> promises() {
        return Arrays.stream(Kind.values())
                .flatMap(client -> Arrays.stream(Promise.values())
                        .filter(client::can)
                        .flatMap(promise ->
                                Arrays.stream(Server.Kind.values()).map(kind -> Arguments.of(client, promise, kind))));
    }

    @ParameterizedTest(name = "{0} {1} on {2}")
    @MethodSource("promises")
    void keeps(Kind client, Promise promise, Server.Kind kind) throws Exception {
        try (Server server = kind.start();
                JavaClient one = client.maker.at(server.port())) {
            new JavaPromises(one).check(promise);
            server.assertUnharmed();
        }
    }
}
