package io.flagstone.provider.placement;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.List;

/**
 * Decides which node owns which key. Applications bring their own through {@link java.util.ServiceLoader}, and name it
 * in {@code flagstone.placement}; the whole name of a class that has a public constructor without parameters will do,
 * too.
 *
 * <p>All clients of a cache must use the same one with the same nodes: where two disagree, one of them reads what the
 * other no longer changes. The topology's fingerprint shows whether they agree.
 */
public interface NodeSelector {

    /** What settings call it: short, in lower case. Never changed, for it is a part of the topology's fingerprint. */
    String name();

    /**
     * The owners of all hashes. The answer depends on nothing but the names and weights of the nodes, so that all
     * clients find the same; nor should it depend on their order.
     *
     * @param nodes at least one, all of different names
     * @throws ConfigurationProblem when such nodes cannot be placed, saying which and why
     */
    NodeTable table(List<NodeAddress> nodes);

    /** The name of the hash that goes with it where none is configured. */
    default String keyHash() {
        return "xxh64";
    }

    /**
     * Looks whether a hash makes sense here.
     *
     * @throws ConfigurationProblem when it does not, saying why
     */
    default void check(KeyHash hash) {}

    /**
     * Whether plain caches hash their keys as they are on the wire, prefix included, because other clients do. Otherwise
     * a key is hashed without what comes before it, so that neither prefix nor generation has a say in who owns it.
     */
    default boolean hashesWholeKeys() {
        return false;
    }
}
