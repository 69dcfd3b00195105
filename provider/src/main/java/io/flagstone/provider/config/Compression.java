package io.flagstone.provider.config;

import org.jspecify.annotations.Nullable;

/** How the payloads of large values are compressed. */
public enum Compression {

    /** Not at all. */
    NONE(0),

    /** LZ4 block format, fast; needs {@code at.yawk.lz4:lz4-java} on the class path. */
    LZ4(1),

    /** Zstandard, smaller; needs {@code com.github.luben:zstd-jni} on the class path. */
    ZSTD(2),

    /** The JDK's own deflate; needs nothing. */
    DEFLATE(3);

    private final int code;

    Compression(int code) {
        this.code = code;
    }

    /** What stands for it in stored values: 0 to 3, never changed. */
    public int code() {
        return code;
    }

    /** The compression with this code, or null. */
    public static @Nullable Compression coded(int code) {
        for (Compression compression : values()) {
            if (compression.code == code) {
                return compression;
            }
        }
        return null;
    }
}
