package io.flagstone.server.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told at its start. Immutable: every {@code with} method answers a changed copy.
 *
 * <p>A value out of range is refused at once with an {@link OptionException}; what only makes sense together (item
 * size, memory, chunk size) is checked by {@link #validated()}, which {@code Node.start} calls.
 */
public final class NodeOptions {
    private static final NodeOptions DEFAULTS = new NodeOptions(new EnumMap<>(Option.class));

    private final Map<Option, Object> values;

    private NodeOptions(Map<Option, Object> values) {
        this.values = values;
    }

    /** memcached's defaults, listening on 127.0.0.1 only. */
    public static NodeOptions defaults() {
        return DEFAULTS;
    }

    /**
     * A copy with the named option read from text, as a configuration file would set it.
     *
     * @param name any spelling of an {@link Option}
     * @throws OptionException when the name is unknown or the value not allowed
     */
    public NodeOptions with(String name, String text) {
        Option option = Option.named(name);
        return put(option, option.parse(text));
    }

    /** A copy with another TCP port; 0 lets the system choose. */
    public NodeOptions withPort(int port) {
        return put(Option.PORT, port);
    }

    /** A copy that listens on another address. */
    public NodeOptions withListenAddress(String address) {
        return put(Option.LISTEN, address);
    }

    /** A copy that may (or may not) bind an address that is not loopback. */
    public NodeOptions withInsecure(boolean insecure) {
        return put(Option.INSECURE, insecure);
    }

    /** A copy with another amount of memory for items. */
    public NodeOptions withMemory(MemorySize memory) {
        return put(Option.MEM_SIZE, memory);
    }

    /** A copy with other room for key, value and flags in the smallest chunk, bytes. */
    public NodeOptions withChunkSize(int bytes) {
        return put(Option.CHUNK_SIZE, bytes);
    }

    /** A copy with another ratio between neighbouring slab classes. */
    public NodeOptions withGrowthFactor(double factor) {
        return put(Option.GROWTH_FACTOR, factor);
    }

    /** A copy with another largest item. */
    public NodeOptions withItemSizeMax(MemorySize size) {
        return put(Option.ITEM_SIZE_MAX, size);
    }

    /** A copy with another largest chunk. */
    public NodeOptions withSlabChunkMax(MemorySize size) {
        return put(Option.SLAB_CHUNK_MAX, size);
    }

    /** A copy with another number of event loops. */
    public NodeOptions withThreads(int threads) {
        return put(Option.THREADS, threads);
    }

    /** A copy with another limit of connections. */
    public NodeOptions withMaxConnections(int connections) {
        return put(Option.MAX_CONNECTIONS, connections);
    }

    /** A copy that evicts old items when memory is full, or refuses new ones. */
    public NodeOptions withEvictions(boolean evictions) {
        return put(Option.EVICTIONS, evictions);
    }

    /** A copy whose items carry a CAS number, or save its 8 bytes. */
    public NodeOptions withCas(boolean cas) {
        return put(Option.CAS, cas);
    }

    /** A copy with another storage engine. */
    public NodeOptions withStorageEngine(String name) {
        return put(Option.STORAGE_ENGINE, name);
    }

    /** A copy with another key hash. */
    public NodeOptions withKeyHash(String name) {
        return put(Option.KEY_HASH, name);
    }

    private NodeOptions put(Option option, Object value) {
        Map<Option, Object> copy = new EnumMap<>(values);
        copy.put(option, option.checked(value));
        return new NodeOptions(copy);
    }

    /**
     * These options, once they have been found to make sense together.
     *
     * @throws OptionException naming the options that contradict each other
     */
    public NodeOptions validated() {
        Consistency.check(this);
        return this;
    }

    private <T> T value(Option option, Class<T> type) {
        return type.cast(values.getOrDefault(option, option.defaultValue()));
    }

    /** A whole number. */
    public int number(Option option) {
        return value(option, Integer.class);
    }

    /** A decimal number. */
    public double decimal(Option option) {
        return value(option, Double.class);
    }

    /** A yes-or-no option. */
    public boolean is(Option option) {
        return value(option, Boolean.class);
    }

    /** A word or a text. */
    public String text(Option option) {
        return value(option, String.class);
    }

    /** A memory size, in bytes. */
    public long bytes(Option option) {
        return value(option, MemorySize.class).bytes();
    }

    /** Any option's value, as it would be written. */
    public String written(Option option) {
        return value(option, Object.class).toString();
    }

    /** TCP port asked for; 0 means any. */
    public int port() {
        return number(Option.PORT);
    }

    /** Addresses to listen on, as they were written. */
    public String listenAddress() {
        return text(Option.LISTEN);
    }

    /** The TCP addresses to listen on, with the ports asked for. */
    public List<ListenAddress> listenAddresses() {
        return ListenAddress.parse(listenAddress(), port());
    }

    /** The unix socket to listen on instead of TCP, or null. */
    public @Nullable Path unixSocket() {
        return file(Option.UNIX_SOCKET);
    }

    /** Whether whoever connects has to log in. */
    public boolean authenticates() {
        return is(Option.SASL) || file(Option.AUTH_FILE) != null;
    }

    /**
     * The protocols served: auto, ascii or binary. Where clients log in in one protocol only, auto means that one.
     */
    public String protocol() {
        String asked = text(Option.PROTOCOL);
        boolean inText = file(Option.AUTH_FILE) != null;
        boolean inBinary = is(Option.SASL);
        return !asked.equals("auto") || inText == inBinary ? asked : inText ? "ascii" : "binary";
    }

    /** The file that an option names, or null where it names none. */
    public @Nullable Path file(Option option) {
        String path = text(option);
        return path.equals("none") ? null : Path.of(path);
    }

    /** Permissions of the unix socket, nine bits. */
    public int unixMask() {
        return Integer.parseInt(text(Option.UNIX_MASK), 8);
    }

    /** Memory for items. */
    public MemorySize memory() {
        return value(Option.MEM_SIZE, MemorySize.class);
    }

    /** Smallest chunk's room for key, value and flags, bytes. */
    public int chunkSize() {
        return number(Option.CHUNK_SIZE);
    }

    /** {@code mem_size / chunk_size}: how many smallest entries the memory stands for. */
    public long slots() {
        return memory().bytes() / chunkSize();
    }

    /** The other nodes of the fleet, for the admin port's console. */
    public List<ListenAddress> adminFleet() {
        String text = text(Option.ADMIN_FLEET);
        return text.equals("none") ? List.of() : ListenAddress.parseFleet(text);
    }

    /** Event loops. */
    public int threads() {
        return number(Option.THREADS);
    }
}
