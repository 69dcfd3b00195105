package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way to the documents of nodes. Every method may block, for the time of a call. */
public interface Posts {

    /** Reads the documents of these nodes at once; by identity, those that were answered. */
    Map<String, Seen> readAll(Collection<NodeAddress> nodes);

    /** Reads the document of a node; null when it did not answer. */
    @Nullable
    Seen read(NodeAddress node);

    /** Reads the document; where there is none, an empty item is left, whose token can be filled. */
    @Nullable
    Seen readForFilling(NodeAddress node);

    /**
     * Stores a document over what was seen, on the same connection.
     *
     * @return what is there now; null when it was not confirmed
     */
    @Nullable
    Seen write(NodeAddress node, Document document, Seen over);

    /**
     * Stores what a node is to say in the place of a document, over what was seen, on the same connection. Nobody is told whether
     * that was confirmed.
     */
    void prepare(NodeAddress node, Prepared prepared, Seen over);
}
