package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.wire.Reply;
import org.jspecify.annotations.Nullable;

/** Items of a format, none of which lives longer than so much time from when it is stored. */
final class ShortLived implements ItemFormat {

    private final ItemFormat format;
    private final Clock clock;
    private final long millis;

    ShortLived(ItemFormat format, Clock clock, long millis) {
        this.format = format;
        this.clock = clock;
        this.millis = millis;
    }

    private long sooner(long end, long now) {
        long latest = Expiry.after(now, millis);
        return end == Expiry.NEVER ? latest : Math.min(end, latest);
    }

    @Override
    public Item live(EntryKey key, Payload payload, long end) {
        return format.live(key, payload, sooner(end, clock.millis()));
    }

    @Override
    public int timeToLive(long end, long nowMillis) {
        return format.timeToLive(sooner(end, nowMillis), nowMillis);
    }

    @Override
    public int timeToHold(long end, long nowMillis) {
        return format.timeToHold(sooner(end, nowMillis), nowMillis);
    }

    @Override
    public Item renewing(EntryKey key, Payload payload, long end, long renewal) {
        return format.renewing(key, payload, sooner(end, clock.millis()), renewal);
    }

    @Override
    public Item held(EntryKey key, long holder, Entry previous) {
        return format.held(key, holder, previous);
    }

    @Override
    public Entry read(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        return format.read(key, reply, token, nowMillis);
    }

    @Override
    public @Nullable Entry peek(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        return format.peek(key, reply, token, nowMillis);
    }

    @Override
    public byte @Nullable [] keyText(byte[] item) {
        return format.keyText(item);
    }
}
