package io.flagstone.server.store;

/**
 * Makes a {@link StorageEngine} selectable by name (option {@code storage_engine}). Found through
 * {@link java.util.ServiceLoader}.
 */
public interface StorageEngineProvider {
    /** The name that selects it. */
    String name();

    /**
     * An engine for one node; the node closes it.
     *
     * @throws IllegalArgumentException when the options ask for something this engine cannot do; the message is shown
     *     to the operator
     */
    StorageEngine open(EngineContext context);
}
