package io.flagstone.provider.testing;

import io.flagstone.provider.placement.KeyHash;
import java.util.zip.CRC32;

/** An example of a hash of the application's own: 32 bits, given twice, so that every placement finds bits to look at. */
public final class Crc32Hash implements KeyHash {

    @Override
    public String name() {
        return "crc32";
    }

    @Override
    public long hash(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return crc.getValue() << Integer.SIZE | crc.getValue();
    }
}
