package io.flagstone.server.internal.net;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.binary.BinaryDialogue;
import io.flagstone.server.internal.binary.BinaryExecutor;
import io.flagstone.server.internal.binary.Frame;
import io.flagstone.server.internal.command.Executor;
import io.flagstone.server.internal.command.TextDialogue;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.Tools;
import org.jspecify.annotations.Nullable;

/** What speaks the protocols in one event loop. A connection's first byte chooses, unless the options have chosen. */
final class Protocols {
    private final Executor text;
    private final BinaryExecutor binary;
    private final boolean servesText;
    private final boolean servesBinary;

    Protocols(Tools tools) {
        String chosen = tools.facts().options().protocol();
        text = new Executor(tools);
        binary = new BinaryExecutor(tools);
        servesText = !chosen.equals("binary");
        servesBinary = !chosen.equals("ascii");
    }

    /**
     * A dialogue in the protocol whose first byte this is.
     *
     * @param visitor who the peer is; null where nobody is asked
     */
    Dialogue dialogue(byte first, Peer peer, @Nullable Visitor visitor) {
        boolean speaksBinary = servesBinary && (first == Frame.REQUEST || !servesText);
        return speaksBinary ? new BinaryDialogue(binary, peer, visitor) : new TextDialogue(text, peer, visitor);
    }
}
