package io.flagstone.bench.node;

import java.util.random.RandomGenerator;

/** The keys of one read, and how far its reply has been checked. */
final class KeyRange {
    private final int[] keys;
    private int passed;
    private int found;

    KeyRange(int count) {
        this.keys = new int[count];
    }

    /** Other keys, none of them looked for yet. */
    void draw(RandomGenerator random, int ofKeys) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = random.nextInt(ofKeys);
        }
        passed = 0;
        found = 0;
    }

    int count() {
        return keys.length;
    }

    int key(int index) {
        return keys[index];
    }

    /** The first key: of most reads the only one. */
    int first() {
        return keys[0];
    }

    /** A value of this key has come; keys before it have none. False if it was not asked for, or came before. */
    boolean find(int key) {
        while (passed < keys.length) {
            if (keys[passed++] == key) {
                found++;
                return true;
            }
        }
        return false;
    }

    int found() {
        return found;
    }
}
