package io.flagstone.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.ServerVersion;
import io.flagstone.testkit.process.StockRelease;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** A stock memcached and a node, to be told the same. */
public final class Twins implements AutoCloseable {
    private final StockMemcached memcached;
    private final Node node;

    private Twins(StockMemcached memcached, Node node) {
        this.memcached = memcached;
        this.node = node;
    }

    /** Starts both. */
    public static Twins start(StockRelease release, NodeOptions options, String... memcachedOptions) {
        return new Twins(StockMemcached.start(release, Map.of(), memcachedOptions), Node.start(options.withPort(0)));
    }

    /**
     * Both, with memcached's LRU thread off. It holds references to items that were hit in COLD, and a number that is
     * referenced is replaced rather than padded in place: with that thread half of such answers differ, without it none.
     */
    public static Twins startForComparing(StockRelease release) {
        return start(release, NodeOptions.defaults(), "-o", "no_lru_maintainer");
    }

    /** The port of memcached. */
    public int memcached() {
        return memcached.port();
    }

    /** Which memcached it is, as it says itself. */
    public ServerVersion version() {
        try (Wire wire = new Wire(memcached())) {
            return ServerVersion.of(wire.ask("version"));
        }
    }

    /** The port of the node. */
    public int node() {
        return node.port();
    }

    /**
     * Asserts that both answer alike. A difference counts when it is there twice: between the two talks a second may have
     * passed.
     *
     * @param talk what is said to one of them, by its port
     * @param asked what that is, for the message
     */
    public <T> void assertAgreement(IntFunction<T> talk, Object asked) {
        T expected = talk.apply(memcached());
        T actual = talk.apply(node());
        if (!Objects.equals(actual, expected)) {
            expected = talk.apply(memcached());
            actual = talk.apply(node());
            assertThat(actual).as("answers to %s", asked).isEqualTo(expected);
        }
    }

    @Override
    public void close() {
        node.close();
        memcached.close();
    }
}
