package io.flagstone.provider.config;

/** How the payloads of large values are compressed. */
public enum Compression {

    /** Not at all. */
    NONE,

    /** LZ4 block format, fast; needs {@code at.yawk.lz4:lz4-java} on the class path. */
    LZ4,

    /** Zstandard, smaller; needs {@code com.github.luben:zstd-jni} on the class path. */
    ZSTD,

    /** The JDK's own deflate; needs nothing. */
    DEFLATE
}
