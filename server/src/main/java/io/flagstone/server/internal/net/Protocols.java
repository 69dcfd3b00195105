package io.flagstone.server.internal.net;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.binary.BinaryDialogue;
import io.flagstone.server.internal.binary.BinaryExecutor;
import io.flagstone.server.internal.binary.Frame;
import io.flagstone.server.internal.command.Executor;
import io.flagstone.server.internal.command.TextDialogue;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.Tools;

/** What speaks the protocols in one event loop. A connection's first byte chooses, unless the options have chosen. */
final class Protocols {
    private final Executor text;
    private final BinaryExecutor binary;
    private final boolean servesText;
    private final boolean servesBinary;

    Protocols(Tools tools) {
        String chosen = tools.facts().options().text(Option.PROTOCOL);
        text = new Executor(tools);
        binary = new BinaryExecutor(tools);
        servesText = !chosen.equals("binary");
        servesBinary = !chosen.equals("ascii");
    }

    /** A dialogue in the protocol whose first byte this is. */
    Dialogue dialogue(byte first, Peer peer) {
        boolean speaksBinary = servesBinary && (first == Frame.REQUEST || !servesText);
        return speaksBinary ? new BinaryDialogue(binary, peer) : new TextDialogue(text, peer);
    }
}
