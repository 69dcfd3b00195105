package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotDecodable;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The JDK's deflate at its fastest level. */
final class DeflateCompressor implements Compressor {

    private static final int STEP = 8 * 1024;

    /** What one byte stands for at most, in zlib's words: 1032 to 1. */
    private static final int MOST_PER_BYTE = 1032;

    @Override
    public byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
            byte[] step = new byte[STEP];
            while (!deflater.finished()) {
                out.write(step, 0, deflater.deflate(step));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    @Override
    public byte[] inflate(byte[] bytes, int offset, int length, int inflatedSize) {
        if (inflatedSize > (long) length * MOST_PER_BYTE) {
            throw ByteSource.damaged();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, offset, length);
            byte[] inflated = new byte[inflatedSize];
            int filled = 0;
            int more;
            while (filled < inflatedSize && (more = inflater.inflate(inflated, filled, inflatedSize - filled)) > 0) {
                filled += more;
            }
            // the checksum at the end is read, and compared, only when more is asked for
            boolean longer = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (filled != inflatedSize || longer || !inflater.finished() || inflater.getRemaining() > 0) {
                throw ByteSource.damaged();
            }
            return inflated;
        } catch (DataFormatException e) {
            throw new NotDecodable("a compressed value is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
