package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.PlainCodec;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotEncodable;
import io.flagstone.provider.internal.wire.Reply;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Items that are the bare value. Their end is the node's, in whole seconds. */
final class PlainFormat implements ItemFormat {

    @Override
    public Item live(EntryKey key, Payload payload, long end) {
        PlainCodec codec = PlainCodec.numbered(payload.codec());
        if (codec == null) {
            throw new NotEncodable("codec " + payload.codec() + " does not write plain values");
        }
        byte[] bytes = new byte[payload.bytes().remaining()];
        payload.bytes().duplicate().get(bytes);
        return new Item(bytes, codec.clientFlags());
    }

    /** A second more than asked for: the node may take off most of one. */
    @Override
    public int timeToLive(long end, long nowMillis) {
        return Expiry.timeToLive(end, nowMillis, 1);
    }

    @Override
    public int timeToHold(long end, long nowMillis) {
        throw new IllegalStateException("the entries of a plain cache cannot be held");
    }

    @Override
    public Item renewing(EntryKey key, Payload payload, long end, long renewal) {
        throw new IllegalStateException("the entries of a plain cache cannot be renewed by one client for all");
    }

    @Override
    public Item held(EntryKey key, long holder, Entry previous) {
        throw new IllegalStateException("the entries of a plain cache cannot be held");
    }

    @Override
    public Entry read(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        byte[] bytes = reply.value();
        PlainCodec codec = PlainCodec.flagged(reply.flags());
        if (bytes == null || codec == null || reply.isStub()) {
            return Entry.vacant(key, token);
        }
        Payload payload = new Payload(codec.id(), Compression.NONE, bytes.length, ByteBuffer.wrap(bytes));
        return Entry.present(key, token, payload, end(reply.ttl(), nowMillis), false, nowMillis);
    }

    /** What is there is alive, even in the last fraction of its last second. */
    private static long end(int ttl, long nowMillis) {
        return ttl < 0 ? Expiry.NEVER : nowMillis + Math.max(1, ttl * 1000L);
    }

    @Override
    public Entry peek(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        return reply.isStub() || PlainCodec.flagged(reply.flags()) == null
                ? Entry.vacant(key, token)
                : Entry.present(key, token, null, Expiry.NEVER, false, nowMillis);
    }

    @Override
    public byte @Nullable [] keyText(byte[] item) {
        return null;
    }
}
