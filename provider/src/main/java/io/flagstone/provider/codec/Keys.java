package io.flagstone.provider.codec;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns keys into text for the wire, and text into keys. */
public interface Keys {

    /**
     * A key in its two forms.
     *
     * @param wire what stands on the wire
     * @param whole the text that {@code wire} is a digest of, or null where {@code wire} tells the key itself
     */
    record Encoded(byte[] wire, byte @Nullable [] whole) {}

    /**
     * Encodes a key.
     *
     * @throws io.flagstone.provider.failure.NotEncodable when it has no form on the wire
     */
    Encoded encode(Object key);

    /** Whether a key on the wire is a digest, so that the entry must tell the key. */
    boolean isDigest(byte[] wire);

    /**
     * The key that a text stands for.
     *
     * @param text as on the wire, or {@link Encoded#whole}
     * @throws io.flagstone.provider.failure.NotDecodable when it stands for none
     */
    Object decode(byte[] text);

    /**
     * Keys of every type; equal keys have equal text.
     *
     * @param longest bytes that the node leaves for a key of this cache
     */
    static Keys canonical(ClassAllowList allowed, ClassLoader loader, int longest) {
        return new KeyCodec(allowed, loader, longest);
    }

    /**
     * Keys of every type, of which the wire tells nothing.
     *
     * @param hiding turns a text into 24 bytes, equal ones into equal ones
     */
    static Keys hidden(ClassAllowList allowed, ClassLoader loader, UnaryOperator<byte[]> hiding) {
        return new KeyCodec(allowed, loader, 0, hiding);
    }

    /**
     * Bare strings, as applications in other languages write them.
     *
     * @param longest bytes that the node leaves for a key of this cache
     */
    static Keys plain(int longest) {
        return new PlainKeys(longest);
    }
}
