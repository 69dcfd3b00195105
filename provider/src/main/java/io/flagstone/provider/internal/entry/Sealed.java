package io.flagstone.provider.internal.entry;

import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.wire.Reply;

/** Opens what a node answers. */
final class Sealed {

    private static final byte[] NOTHING = {};

    private Sealed() {}

    /** The answer with its item opened. What cannot be opened holds nothing, and is no entry of any format. */
    static Reply opened(Exchange exchange, Seal seal) {
        Reply reply = exchange.reply();
        byte[] item = reply.value();
        // stubs and tombstones have no bytes
        if (!seal.closes() || item == null || item.length == 0) {
            return reply;
        }
        byte[] opened = seal.open(item, exchange.wireKey());
        return reply.holding(opened == null ? NOTHING : opened);
    }
}
