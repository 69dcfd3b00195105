package io.flagstone.server.internal.net;

import io.flagstone.server.internal.command.Executor;
import io.flagstone.server.internal.command.TextDialogue;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.Tools;

/** What speaks the protocols in one event loop. */
final class Protocols {
    private final Executor text;

    Protocols(Tools tools) {
        text = new Executor(tools);
    }

    /** A dialogue in the protocol whose first byte this is. */
    Dialogue dialogue(byte first, Peer peer) {
        return new TextDialogue(text, peer);
    }
}
