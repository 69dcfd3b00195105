package io.flagstone.server.internal.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How keys are shown: as a digest that nobody can look up in a list of keys, for it is made with a secret that is drawn
 * at the start and never leaves the node; or as they are, where the options say so.
 */
final class KeyNames {
    private static final String PLAIN = "plain";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    /** 48 bits: enough to tell a few dozen keys apart. */
    private static final int SHOWN_BYTES = 6;

    private final boolean plain;
    private final byte[] secret = new byte[SECRET_BYTES];

    /**
     * @param mode plain, or anything else for digests
     */
    KeyNames(String mode) {
        plain = mode.equals(PLAIN);
        new SecureRandom().nextBytes(secret);
    }

    /** The text to show for a key, which has one character a byte. */
    String of(String key) {
        return plain ? readable(key) : digest(key);
    }

    private static String readable(String key) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char one = key.charAt(i);
            if (one > ' ' && one <= '~' && one != '%') {
                text.append(one);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) one));
            }
        }
        return text.toString();
    }

    private String digest(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] digest = mac.doFinal(key.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
