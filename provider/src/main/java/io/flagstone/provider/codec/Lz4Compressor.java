package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotDecodable;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** LZ4 blocks, in the library's pure Java form, which needs neither native code nor unsafe memory access. */
final class Lz4Compressor implements Compressor {

    /** What one byte stands for at most: the length of a match grows by up to 255 with each. */
    private static final int MOST_PER_BYTE = 255;

    private final LZ4Factory factory = LZ4Factory.safeInstance();

    @Override
    public byte[] deflate(byte[] bytes) {
        return factory.fastCompressor().compress(bytes);
    }

    @Override
    public byte[] inflate(byte[] bytes, int offset, int length, int inflatedSize) {
        if (inflatedSize > (long) length * MOST_PER_BYTE) {
            throw ByteSource.damaged();
        }
        byte[] inflated = new byte[inflatedSize];
        try {
            int filled = factory.safeDecompressor().decompress(bytes, offset, length, inflated, 0, inflatedSize);
            if (filled != inflatedSize) {
                throw ByteSource.damaged();
            }
        } catch (LZ4Exception e) {
            throw new NotDecodable("a compressed value is damaged", e);
        }
        return inflated;
    }
}
