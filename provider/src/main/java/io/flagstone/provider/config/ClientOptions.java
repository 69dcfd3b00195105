package io.flagstone.provider.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one cache manager.
 *
 * @param nodes the nodes, in the order given; empty means the embedded node
 * @param source where lists of nodes come from while clients run
 * @param namespace what keeps applications apart that share nodes; caches of the same name in the same namespace are
 *     the same cache
 * @param cluster the name of the nodes' cluster, or an empty text
 * @param placement which node owns which key
 * @param link how connections behave
 * @param security how connections are kept from strangers
 * @param embedded the node inside this JVM
 * @param allowedClasses patterns of classes that Java serialization may read and write, beyond those a cache declares
 * @param referenceAsValue whether store-by-reference caches are served by value instead of refused
 * @param hotKeys how the keys that are called for most are shown
 * @param tracing whether calls to nodes make spans
 */
public record ClientOptions(
        List<NodeAddress> nodes,
        Source source,
        String namespace,
        String cluster,
        PlacementOptions placement,
        LinkOptions link,
        SecurityOptions security,
        EmbeddedOptions embedded,
        List<String> allowedClasses,
        boolean referenceAsValue,
        HotKeys hotKeys,
        boolean tracing) {

    /**
     * Where lists of nodes come from while clients run.
     *
     * @param location {@code scheme:location}; empty for a list that never changes
     * @param refresh pause between two looks at the nodes' lists
     * @param poll pause between two questions to a source that cannot tell of changes
     * @param lag longer than any client's source says something else than the others'
     * @param warmUp how long after a change new owners of keys take entries over from the former ones; null for not at all
     */
    public record Source(
            String location,
            Duration refresh,
            Duration poll,
            Duration lag,
            @Nullable Duration warmUp) {

        /** A list that never changes. */
        public static final Source NONE =
                new Source("", Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1), null);

        /** Whether there is a source. */
        public boolean isPresent() {
            return !location.isEmpty();
        }
    }

    /** How hot keys are shown. */
    public enum HotKeys {

        /** By a hash, so that no key is in any metric. The default. */
        HASHED,

        /** By their texts. */
        NAMED,

        /** Not at all; calls are not looked at. */
        OFF
    }

    public ClientOptions {
        nodes = List.copyOf(nodes);
        allowedClasses = List.copyOf(allowedClasses);
    }

    /** True when the entries live in a node inside this JVM. */
    public boolean isEmbedded() {
        return nodes.isEmpty() && !source.isPresent();
    }
}
