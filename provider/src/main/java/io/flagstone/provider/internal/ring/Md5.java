package io.flagstone.provider.internal.ring;

import io.flagstone.provider.placement.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first eight bytes of the MD5 digest, the lowest first; ketama takes the first four of them. */
final class Md5 implements KeyHash {

    static final String NAME = "md5";

    private static final int BYTES = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final class Worker {

        private final MessageDigest digest = md5();
        private final byte[] out = new byte[BYTES];

        byte[] digest(byte[] bytes, int offset, int length) {
            try {
                digest.update(bytes, offset, length);
                digest.digest(out, 0, BYTES);
                return out;
            } catch (DigestException e) {
                throw new IllegalStateException("MD5 has 16 bytes", e);
            }
        }

        private static MessageDigest md5() {
            try {
                return MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has MD5", e);
            }
        }
    }

    private static final ThreadLocal<Worker> WORKERS = ThreadLocal.withInitial(Worker::new);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long hash(byte[] bytes, int offset, int length) {
        return (long) LONGS.get(digest(bytes, offset, length), 0);
    }

    /** All 16 bytes; good until this thread asks for the next. */
    static byte[] digest(byte[] bytes, int offset, int length) {
        return WORKERS.get().digest(bytes, offset, length);
    }
}
