package io.flagstone.provider.internal.wire;

/** The meta commands that the client sends. */
public enum Verb {
    /** Read; changes nothing but the recency of the item, unless it creates a stub or touches. */
    GET('g'),
    /** Store. */
    SET('s'),
    /** Delete. */
    DELETE('d'),
    /** Add to a number. */
    ARITHMETIC('a');

    private final char letter;
    private final String command;

    Verb(char letter) {
        this.letter = letter;
        this.command = "m" + letter;
    }

    /** The second letter of the command; the first is always m. */
    char letter() {
        return letter;
    }

    /** The command's name on the wire. */
    @Override
    public String toString() {
        return command;
    }
}
