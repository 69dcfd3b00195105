package io.flagstone.provider.internal.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.stats.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM (NIST SP 800-38D) by the JDK's providers.
 *
 * <pre>
 *  +----+----+--------+-----------+----------------------+----------+
 *  | F2 |  n | name   | nonce     | item, encrypted      | tag      |
 *  +----+----+--------+-----------+----------------------+----------+
 *    1    1    n        12 random                          16 bytes
 * </pre>
 *
 * The additional data are everything before the nonce and the key on the wire, which has cache, generation and key in it: what
 * was closed for another key, or before a clear, does not open. Keys are read again when their file has changed; nonces are
 * random, so that a key should be replaced before it has closed some billions of items (section 8.3 of that document).
 */
public final class AesSeal implements Seal {

    private static final System.Logger LOG = System.getLogger(AesSeal.class.getName());

    private static final byte FORMAT = (byte) 0xF2;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int NAME_MAX = 16;
    private static final int HIDDEN_BYTES = 24;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong looked;
    private volatile SealKeys keys;
    private volatile FileTime modified;

    /**
     * @throws ConfigurationProblem when the file cannot be used
     */
    public AesSeal(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.looked = new AtomicLong(clock.nanos());
        this.modified = modified();
        this.keys = SealKeys.read(file);
    }

    /**
     * Turns texts of keys into others that tell nothing of them.
     *
     * @throws ConfigurationProblem when the file has no secret for that
     */
    public UnaryOperator<byte[]> hiding() {
        byte[] secret = keys.hiding();
        if (secret == null) {
            throw new ConfigurationProblem(
                    file + " has no line for hiding keys: hidden, and base64 of 32 random bytes");
        }
        SecretKey key = new SecretKeySpec(secret, MAC);
        return text -> hidden(key, text);
    }

    private static byte[] hidden(SecretKey key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return ByteBuffer.allocate(HIDDEN_BYTES)
                    .put(mac.doFinal(text), 0, HIDDEN_BYTES)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    @Override
    public byte[] close(byte[] item, byte[] wireKey) {
        SealKeys now = keys();
        byte[] name = now.closing().getBytes(US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(2 + name.length + NONCE + item.length + TAG);
        out.put(FORMAT).put((byte) name.length).put(name);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, secret(now, now.closing()), nonce);
            cipher.updateAAD(out.array(), 0, out.position());
            cipher.updateAAD(wireKey);
            out.put(nonce);
            cipher.doFinal(ByteBuffer.wrap(item), out);
            return out.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    @Override
    public byte @Nullable [] open(byte[] item, byte[] wireKey) {
        byte[] opened = opened(item, wireKey);
        if (opened == null) {
            Unreadable.report("it was not closed by a key of ours for its place");
        }
        return opened;
    }

    private byte @Nullable [] opened(byte[] item, byte[] wireKey) {
        int nameLength = item.length < 2 ? -1 : item[1];
        int head = 2 + nameLength;
        if (nameLength < 1 || nameLength > NAME_MAX || item[0] != FORMAT || item.length < head + NONCE + TAG) {
            return null;
        }
        SecretKey key = keys().keys().get(new String(item, 2, nameLength, US_ASCII));
        if (key == null) {
            return null;
        }
        try {
            byte[] nonce = ByteBuffer.allocate(NONCE).put(item, head, NONCE).array();
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(item, 0, head);
            cipher.updateAAD(wireKey);
            return cipher.doFinal(item, head + NONCE, item.length - head - NONCE);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        return cipher;
    }

    private static SecretKey secret(SealKeys from, String name) {
        SecretKey key = from.keys().get(name);
        if (key == null) {
            throw new IllegalStateException("no key " + name);
        }
        return key;
    }

    /** The keys of the file, looked at once a second. */
    private SealKeys keys() {
        long last = looked.get();
        long now = clock.nanos();
        if (now - last >= LOOK_NANOS && looked.compareAndSet(last, now)) {
            readAgain();
        }
        return keys;
    }

    private void readAgain() {
        try {
            FileTime found = modified();
            if (!found.equals(modified)) {
                modified = found;
                keys = SealKeys.read(file);
            }
        } catch (ConfigurationProblem e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the changed keys cannot be used, and the former ones stay: {0}",
                    e.getMessage());
        }
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new ConfigurationProblem("the keys in " + file + " cannot be read: " + e, e);
        }
    }

    @Override
    public int overhead() {
        return 2 + NAME_MAX + NONCE + TAG;
    }
}
