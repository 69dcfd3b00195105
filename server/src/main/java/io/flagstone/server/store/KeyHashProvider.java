package io.flagstone.server.store;

/**
 * Makes a {@link KeyHash} selectable by name (option {@code hash_algorithm}). Found through
 * {@link java.util.ServiceLoader}.
 */
public interface KeyHashProvider {
    /** The name that selects it. */
    String name();

    /**
     * A hash for one node.
     *
     * @param seed random per node, so that nobody can prepare keys that collide; a hash that ignores it lets clients
     *     slow the node down at will
     */
    KeyHash create(long seed);
}
