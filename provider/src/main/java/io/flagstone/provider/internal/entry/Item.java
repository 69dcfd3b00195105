package io.flagstone.provider.internal.entry;

/**
 * What is stored under a key: the bytes and the client flags that travel with them.
 *
 * @param bytes not to be changed any more
 */
record Item(byte[] bytes, int flags) {}
