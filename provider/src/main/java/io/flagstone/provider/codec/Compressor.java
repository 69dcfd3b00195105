package io.flagstone.provider.codec;

import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.ConfigurationProblem;

/** Makes payloads smaller. The inflated size is always known before inflating, and never exceeded. */
interface Compressor {

    /** The compressed bytes. */
    byte[] deflate(byte[] bytes);

    /**
     * Inflates into memory of exactly the size given.
     *
     * @throws io.flagstone.provider.failure.NotDecodable when the bytes are damaged or of another size
     */
    byte[] inflate(byte[] bytes, int offset, int length, int inflatedSize);

    /**
     * The compressor of this kind.
     *
     * @throws ConfigurationProblem when its library is not on the class path
     */
    static Compressor of(Compression compression) {
        try {
            return switch (compression) {
                case LZ4 -> new Lz4Compressor();
                case ZSTD -> new ZstdCompressor();
                case DEFLATE -> new DeflateCompressor();
                case NONE -> throw new IllegalArgumentException("nothing to compress with");
            };
        } catch (LinkageError e) {
            throw new ConfigurationProblem(
                    "compression " + compression + " needs "
                            + (compression == Compression.LZ4 ? "at.yawk.lz4:lz4-java" : "com.github.luben:zstd-jni")
                            + " on the class path",
                    e);
        }
    }
}
