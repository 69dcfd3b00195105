package io.flagstone.provider.discovery;

import io.flagstone.provider.failure.ConfigurationProblem;

/**
 * Says which nodes there are, again whenever that changes. Found by {@link java.util.ServiceLoader} and by the scheme of
 * {@code flagstone.nodes.source}, {@code scheme:location}.
 *
 * <p>A source delivers whole lists. An answer that is empty or cannot be read is never a list: the source reports it as failed, and the
 * last list stays. It names nodes as they are configured; it does not resolve them.
 */
public interface NodeListSource {

    /** The scheme in front of the colon: short, in lower case. */
    String scheme();

    /**
     * Begins to watch. The listener has heard of a list, or of a failure, when this returns.
     *
     * @param location what follows the colon
     * @return ends the watching; the listener is not called afterwards
     * @throws ConfigurationProblem when there can be no such location
     */
    AutoCloseable watch(String location, NodeListListener listener, SourceContext context);
}
