package io.flagstone.server.internal.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Users and their passwords, from lines {@code user:password} as memcached has them. A user may have several, so that
 * one can be changed without a moment in which neither the old nor the new one works.
 *
 * <p>None of them is kept: what is compared are keyed hashes, made with a key that lives and dies with the process. A
 * check makes one such hash and compares it with all of them, each to its end, so that its time tells neither whether
 * the user exists nor how much of the password was right.
 */
final class Passwords {
    /** Bytes of a user's name or of a password. */
    static final int LENGTH_MAX = 255;

    private static final String HASH = "HmacSHA256";
    private static final int KEY = 32;

    private final SecretKeySpec key;
    private final byte[][] hashes;
    private final String[] users;

    private Passwords(SecretKeySpec key, List<byte[]> hashes, List<String> users) {
        this.key = key;
        this.hashes = hashes.toArray(byte[][]::new);
        this.users = users.toArray(String[]::new);
    }

    /** The passwords in this file. */
    static Passwords read(String option, Path path) {
        SecretFile file = new SecretFile(option, path);
        byte[] random = new byte[KEY];
        new SecureRandom().nextBytes(random);
        SecretKeySpec key = new SecretKeySpec(random, HASH);
        List<byte[]> hashes = new ArrayList<>();
        List<String> users = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1) {
                throw file.wrong(i, "allowed: user:password");
            }
            if (colon > LENGTH_MAX || line.length() - colon - 1 > LENGTH_MAX) {
                throw file.wrong(i, "allowed: at most " + LENGTH_MAX + " bytes of each");
            }
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            hashes.add(hash(key, bytes, 0, colon, colon + 1, bytes.length - colon - 1));
            users.add(SecretFile.text(line.substring(0, colon)));
        }
        if (users.isEmpty()) {
            throw file.wrong("names no user, so nobody could log in; write a line user:password");
        }
        return new Passwords(key, hashes, users);
    }

    /** The lengths are hashed, too: "ab" with "c" is not "a" with "bc". */
    private static byte[] hash(SecretKeySpec key, byte[] in, int user, int userLength, int password, int length) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            mac.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(userLength)
                    .putInt(length)
                    .flip());
            mac.update(in, user, userLength);
            mac.update(in, password, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + HASH, e);
        }
    }

    /** The user who has this name and this password, or null. */
    @Nullable
    String user(byte[] in, int user, int userLength, int password, int length) {
        byte[] given = hash(key, in, user, userLength, password, length);
        int found = -1;
        for (int i = 0; i < hashes.length; i++) {
            boolean same = MessageDigest.isEqual(given, hashes[i]);
            found = same ? i : found;
        }
        return found < 0 ? null : users[found];
    }

    /** Nothing that stands in the file. */
    @Override
    public String toString() {
        return users.length + " passwords";
    }
}
