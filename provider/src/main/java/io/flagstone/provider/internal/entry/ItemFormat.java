package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.wire.Reply;
import org.jspecify.annotations.Nullable;

/** What the items of a cache look like. */
interface ItemFormat {

    /**
     * What is stored under a key: the bytes and the client flags that travel with them.
     *
     * @param bytes not to be changed any more
     */
    record Item(byte[] bytes, int flags) {}

    /** The item for a live entry that ends then. */
    Item live(EntryKey key, Payload payload, long end);

    /** The time to live to ask of the node for an entry that ends then, as a command takes it. */
    int timeToLive(long end, long nowMillis);

    /** The same for an entry that is held, which nobody may read after its end. */
    int timeToHold(long end, long nowMillis);

    /** The item of an entry whose end has passed and that is being renewed until then. */
    Item renewing(EntryKey key, Payload payload, long end, long renewal);

    /** The item that says who holds the entry, and what was there before. */
    Item held(EntryKey key, long holder, Entry previous);

    /**
     * What an item says. Bytes that are not of this format, or of another key with the same digest, make a {@link
     * Entry.State#VACANT} entry.
     *
     * @param reply an answer to a read, with a value
     */
    Entry read(EntryKey key, Reply reply, Entry.Token token, long nowMillis);

    /** What is known of an item without its value, or null when the value must be read. */
    @Nullable
    Entry peek(EntryKey key, Reply reply, Entry.Token token, long nowMillis);

    /** The text of the key that an item carries because the wire has only its digest, or null. */
    byte @Nullable [] keyText(byte[] item);
}
