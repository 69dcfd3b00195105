package io.flagstone.provider.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.flagstone.provider.failure.NotDecodable;

/** Zstandard at its default level. */
final class ZstdCompressor implements Compressor {

    private static final int LEVEL = 3;

    ZstdCompressor() {
        Zstd.maxCompressionLevel(); // loads the native part now, where its absence is a configuration error
    }

    @Override
    public byte[] deflate(byte[] bytes) {
        return Zstd.compress(bytes, LEVEL);
    }

    @Override
    public byte[] inflate(byte[] bytes, int offset, int length, int inflatedSize) {
        if (Zstd.getFrameContentSize(bytes, offset, length) != inflatedSize) {
            throw ByteSource.damaged();
        }
        byte[] inflated = new byte[inflatedSize];
        try {
            long filled = Zstd.decompressByteArray(inflated, 0, inflatedSize, bytes, offset, length);
            if (filled != inflatedSize) {
                throw ByteSource.damaged();
            }
        } catch (ZstdException e) {
            throw new NotDecodable("a compressed value is damaged", e);
        }
        return inflated;
    }
}
