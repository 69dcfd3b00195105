package io.flagstone.provider.config;

/**
 * The node inside this JVM that serves when no other is configured.
 *
 * @param memory bytes of slab memory, at least 2 MiB
 * @param port its TCP port on loopback; 0 takes a free one
 */
public record EmbeddedOptions(long memory, int port) {}
