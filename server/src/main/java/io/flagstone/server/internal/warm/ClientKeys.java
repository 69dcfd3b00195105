package io.flagstone.server.internal.warm;

import io.flagstone.server.store.Handover;
import java.nio.charset.StandardCharsets;

/**
 * Tells what Flagstone's clients keep on a node from what anybody else does, by its key.
 *
 * <pre>
 * flagstone:IIIIIIIIIII:...      who the node is, which list of nodes it has accepted, how many copies a cache has
 * IIIIIIIIIII:gen                generation of a cache
 * IIIIIIIIIII:GGGGGGGGG:...      entry of that cache under a generation
 * </pre>
 *
 * I is a character of base64url, G one of the alphabet of generations, which is the same set. What has the form of an
 * entry counts as one only where its cache has a generation here; without one no client can reach it any more.
 */
final class ClientKeys {
    private static final byte[] PREFIX = "flagstone:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GENERATION = ":gen".getBytes(StandardCharsets.US_ASCII);
    private static final int ID = 11;
    private static final int NUMBER = 9;
    private static final int ENTRY_MIN = ID + 1 + NUMBER + 1;

    private final Handover items;
    /** The generation's key that was asked for last, and whether it was there: entries of one cache come in rows. */
    private final byte[] asked = new byte[ID + GENERATION.length];

    private boolean there;

    ClientKeys(Handover items) {
        this.items = items;
        System.arraycopy(GENERATION, 0, asked, ID, GENERATION.length);
    }

    /** Whether this is the key of something that Flagstone's clients keep. */
    boolean areKeptIn(byte[] bytes, int key, int length) {
        if (length > PREFIX.length + ID && startsWith(bytes, key, PREFIX)) {
            return isId(bytes, key + PREFIX.length, ID) && bytes[key + PREFIX.length + ID] == ':';
        }
        if (length == asked.length) {
            return startsWith(bytes, key + ID, GENERATION) && isId(bytes, key, ID);
        }
        return length >= ENTRY_MIN
                && bytes[key + ID] == ':'
                && bytes[key + ENTRY_MIN - 1] == ':'
                && isId(bytes, key, ID)
                && isId(bytes, key + ID + 1, NUMBER)
                && hasGeneration(bytes, key);
    }

    private boolean hasGeneration(byte[] bytes, int key) {
        boolean same = true;
        for (int i = 0; i < ID; i++) {
            same &= asked[i] == bytes[key + i];
            asked[i] = bytes[key + i];
        }
        if (!same) {
            there = items.holds(asked, 0, asked.length);
        }
        return there;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isId(byte[] bytes, int at, int length) {
        for (int i = at; i < at + length; i++) {
            byte b = bytes[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (!letter && !(b >= '0' && b <= '9') && b != '-' && b != '_') {
                return false;
            }
        }
        return true;
    }
}
