package io.flagstone.server.tool.load;

/**
 * Something to be stored.
 *
 * @param line where it stands in the file, from 1
 * @param key at most 250 bytes without blanks and control characters
 * @param flags what stands behind the length in {@code ms}, each behind a blank
 */
record Order(long line, byte[] key, byte[] value, String flags) {}
