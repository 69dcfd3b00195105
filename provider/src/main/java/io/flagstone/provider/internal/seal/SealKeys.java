package io.flagstone.provider.internal.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a file, one to a line:
 *
 * <pre>
 *  # name  base64 of 16, 24 or 32 bytes: the first closes items, all of them open them
 *  2026b   k1Jd...
 *  2026a   9fPq...
 *  # base64 of at least 32 bytes: what keys are hidden by; it cannot change without losing all entries
 *  hidden  Zt0c...
 * </pre>
 *
 * @param closing the name of the key that closes
 * @param keys by their names
 * @param hiding what keys are hidden by, if that is to be possible
 */
record SealKeys(String closing, Map<String, SecretKey> keys, byte @Nullable [] hiding) {

    private static final String HIDDEN = "hidden";
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,16}");
    private static final int LEAST_HIDING = 32;

    /**
     * Reads a file of secrets.
     *
     * @throws ConfigurationProblem naming the line and what should stand there, never what does
     */
    static SealKeys read(Path file) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        byte[] hiding = null;
        int number = 0;
        try {
            for (String line : Files.readAllLines(file, US_ASCII)) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = BLANKS.split(line.trim(), -1);
                byte[] secret = words.length == 2 ? decoded(words[1]) : null;
                if (secret == null || !NAME.matcher(words[0]).matches()) {
                    throw bad(file, number, "a line is a name of up to 16 letters and digits, and base64");
                }
                if (words[0].equals(HIDDEN)) {
                    if (secret.length < LEAST_HIDING) {
                        throw bad(file, number, HIDDEN + " has to be at least " + LEAST_HIDING + " bytes");
                    }
                    hiding = secret;
                } else {
                    if (secret.length != 16 && secret.length != 24 && secret.length != 32) {
                        throw bad(file, number, "a key has 16, 24 or 32 bytes");
                    }
                    if (keys.put(words[0], new SecretKeySpec(secret, "AES")) != null) {
                        throw bad(file, number, "key " + words[0] + " stands there twice");
                    }
                }
            }
        } catch (IOException e) {
            throw new ConfigurationProblem("the keys in " + file + " cannot be read: " + e, e);
        }
        if (keys.isEmpty()) {
            throw new ConfigurationProblem(file + " holds no key: a line is a name and base64 of 32 random bytes");
        }
        return new SealKeys(keys.keySet().iterator().next(), keys, hiding);
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static ConfigurationProblem bad(Path file, int line, String what) {
        return new ConfigurationProblem(file + ", line " + line + ": " + what);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SealKeys" + keys.keySet();
    }
}
