package io.flagstone.server.tool.console;

/** What a command ends with; the numbers are those of sysexits.h. */
public enum Status {
    /** All was done. */
    OK(0),
    /** Called wrongly. */
    USAGE(64),
    /** Some of what was given to be stored was not. */
    DATA(65),
    /** A file that was named cannot be read. */
    NO_INPUT(66),
    /** A node cannot be reached, or has gone. */
    UNREACHABLE(69),
    /** What was to be printed cannot be. */
    OUTPUT(74),
    /** What a node said is no answer of memcached's. */
    PROTOCOL(76),
    /** A node refuses: no login, no right, or a command that is switched off. */
    REFUSED(77);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /** The exit status of the process. */
    public int code() {
        return code;
    }
}
