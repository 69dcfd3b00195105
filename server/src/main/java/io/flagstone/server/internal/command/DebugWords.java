package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Text;

/** The words of {@code me} and of key dumps. */
final class DebugWords {
    static final byte[] KEY = Text.ascii("key=");
    static final byte[] EXP = Text.ascii(" exp=");
    static final byte[] LA = Text.ascii(" la=");
    static final byte[] CAS = Text.ascii(" cas=");
    static final byte[] FETCHED = Text.ascii(" fetch=yes");
    static final byte[] NOT_FETCHED = Text.ascii(" fetch=no");
    static final byte[] CLS = Text.ascii(" cls=");
    static final byte[] SIZE = Text.ascii(" size=");
    static final byte[] FLAGS = Text.ascii(" flags=");

    private DebugWords() {}
}
