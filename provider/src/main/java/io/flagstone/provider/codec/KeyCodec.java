package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.failure.NotDecodable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keys as text that memcached takes: printable, without blanks. Equal keys have equal text, whichever JVM writes it;
 * keys of different types differ, as {@code 1} and {@code 1L} do in Java.
 *
 * <pre>
 *   s text         a string of printable ASCII, as it is
 *   u base64       another string, as UTF-8
 *   i l h y        Integer, Long, Short, Byte in decimal
 *   U text         a UUID
 *   x base64       any other key with a {@link CanonicalKey} form
 *   j base64       Java serialization, the last resort: where equal parts of a key are written
 *                differently, equal keys differ in it, and then miss
 *   # base64       192 bits of the SHA-256 of a longer text, which is then kept in the entry and compared
 * </pre>
 */
final class KeyCodec implements Keys {

    private static final System.Logger LOG = System.getLogger(KeyCodec.class.getName());

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int DIGEST_BYTES = 24;

    private final CanonicalKey canonical;
    private final JavaSerialization serialization;
    private final int longest;
    private final @Nullable UnaryOperator<byte[]> hiding;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Keys of which the wire tells as much as fits. */
    KeyCodec(ClassAllowList allowed, ClassLoader loader, int longest) {
        this(allowed, loader, longest, null);
    }

    /**
     * Makes a codec.
     *
     * @param longest bytes that the node leaves for a key of this cache
     * @param hiding what makes the digests of all keys, in place of SHA-256 for long ones
     */
    KeyCodec(ClassAllowList allowed, ClassLoader loader, int longest, @Nullable UnaryOperator<byte[]> hiding) {
        this.hiding = hiding;
        this.canonical = new CanonicalKey(allowed, loader);
        this.serialization = new JavaSerialization(allowed, loader, Short.MAX_VALUE);
        this.longest = longest;
    }

    @Override
    public Encoded encode(Object key) {
        byte[] text = text(key);
        if (hiding != null) {
            return new Encoded(tagged('#', hiding.apply(text)), text);
        }
        return text.length <= longest ? new Encoded(text, null) : new Encoded(digest(text), text);
    }

    private byte[] text(Object key) {
        if (key instanceof String string) {
            return isPrintable(string)
                    ? ("s" + string).getBytes(US_ASCII)
                    : Scalar.isUnicode(string) ? tagged('u', string.getBytes(UTF_8)) : composite(key);
        }
        if (key instanceof Long) {
            return ("l" + key).getBytes(US_ASCII);
        }
        if (key instanceof Integer) {
            return ("i" + key).getBytes(US_ASCII);
        }
        if (key instanceof UUID) {
            return ("U" + key).getBytes(US_ASCII);
        }
        if (key instanceof Short) {
            return ("h" + key).getBytes(US_ASCII);
        }
        if (key instanceof Byte) {
            return ("y" + key).getBytes(US_ASCII);
        }
        return composite(key);
    }

    private byte[] composite(Object key) {
        byte[] bytes = canonical.encode(key);
        if (bytes != null) {
            return tagged('x', bytes);
        }
        if (warned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "keys of {0} are stored by Java serialization; where equal keys serialize differently they miss."
                            + " Records, strings and numbers do not have that risk",
                    key.getClass().getName());
        }
        return tagged('j', serialization.encodeKey(key));
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static byte[] tagged(char tag, byte[] bytes) {
        byte[] encoded = BASE64.encode(bytes);
        byte[] text = new byte[encoded.length + 1];
        text[0] = (byte) tag;
        System.arraycopy(encoded, 0, text, 1, encoded.length);
        return text;
    }

    private static byte[] digest(byte[] text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return tagged('#', Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean isDigest(byte[] wire) {
        return wire.length > 0 && wire[0] == '#';
    }

    @Override
    public Object decode(byte[] text) {
        if (text.length == 0) {
            throw ByteSource.damaged();
        }
        try {
            return switch (text[0]) {
                case 's' -> rest(text);
                case 'u' -> new String(binary(text), UTF_8);
                case 'l' -> Long.valueOf(rest(text));
                case 'i' -> Integer.valueOf(rest(text));
                case 'U' -> UUID.fromString(rest(text));
                case 'h' -> Short.valueOf(rest(text));
                case 'y' -> Byte.valueOf(rest(text));
                case 'x' -> canonical.decode(binary(text));
                case 'j' -> serialized(binary(text));
                default -> throw ByteSource.damaged();
            };
        } catch (NotDecodable e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new NotDecodable("a stored key is damaged", e);
        }
    }

    private Object serialized(byte[] bytes) {
        @Nullable Object key = serialization.decode(bytes, 0, bytes.length); // null can be serialized, too
        if (key == null) {
            throw ByteSource.damaged();
        }
        return key;
    }

    private static String rest(byte[] text) {
        return new String(text, 1, text.length - 1, ISO_8859_1);
    }

    private static byte[] binary(byte[] text) {
        return Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, 1, text.length));
    }
}
