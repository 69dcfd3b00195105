package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.failure.NotEncodable;

/** Keys of plain caches: strings that memcached takes as they are. */
final class PlainKeys implements Keys {

    private final int longest;

    PlainKeys(int longest) {
        this.longest = longest;
    }

    @Override
    public Encoded encode(Object key) {
        if (!(key instanceof String text)) {
            throw new NotEncodable("the keys of a plain cache are strings, not "
                    + key.getClass().getName());
        }
        if (!Scalar.isUnicode(text)) {
            throw new NotEncodable("a plain key is UTF-8, which has no lone surrogates");
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > longest) {
            throw new NotEncodable("a plain key has 1 to " + longest + " bytes in this cache, not " + bytes.length);
        }
        for (byte b : bytes) {
            if ((b >= 0 && b <= ' ') || b == 0x7F) {
                throw new NotEncodable("a plain key has no blanks and no control characters");
            }
        }
        return new Encoded(bytes, null);
    }

    @Override
    public boolean isDigest(byte[] wire) {
        return false;
    }

    @Override
    public Object decode(byte[] text) {
        return new String(text, UTF_8);
    }
}
