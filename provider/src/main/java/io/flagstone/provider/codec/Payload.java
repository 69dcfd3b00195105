package io.flagstone.provider.codec;

import io.flagstone.provider.config.Compression;
import java.nio.ByteBuffer;

/**
 * An encoded value.
 *
 * @param codec the id of the codec that wrote it
 * @param compression how {@code bytes} are compressed
 * @param inflatedSize their size before compression
 * @param bytes from position to limit, on the heap; not to be changed
 */
public record Payload(int codec, Compression compression, int inflatedSize, ByteBuffer bytes) {

    /** Whether two payloads surely stand for equal values. Unequal bytes prove nothing. */
    public boolean sameBytes(Payload other) {
        return codec == other.codec && compression == other.compression && bytes.equals(other.bytes);
    }
}
