package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.wire.Reply;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Items that carry an {@link Envelope}. */
final class EnvelopeFormat implements ItemFormat {

    private static final long MILLIS = 1000;

    private final boolean slides;
    private final int slackSeconds;

    /**
     * @param slides whether reads may move the end of entries that this client stores
     */
    EnvelopeFormat(boolean slides) {
        this(slides, 0);
    }

    /**
     * @param staleMillis how long entries are still of use after their end; of none where reads move it
     */
    EnvelopeFormat(boolean slides, long staleMillis) {
        this.slides = slides;
        long stale = slides ? 0 : (staleMillis + MILLIS - 1) / MILLIS;
        this.slackSeconds = Expiry.SLACK_SECONDS + (int) stale;
    }

    @Override
    public Item live(EntryKey key, Payload payload, long end) {
        boolean sliding = slides && end != Expiry.NEVER;
        // presence of a digest can only be judged by the text inside
        int flags = key.whole() == null ? FlagsHint.of(end, sliding) : FlagsHint.NONE;
        return new Item(Envelope.live(key.whole(), payload, end, sliding), flags);
    }

    @Override
    public int timeToLive(long end, long nowMillis) {
        return Expiry.timeToLive(end, nowMillis, slackSeconds);
    }

    @Override
    public int timeToHold(long end, long nowMillis) {
        return Expiry.timeToLive(end, nowMillis, Expiry.SLACK_SECONDS);
    }

    @Override
    public Item renewing(EntryKey key, Payload payload, long end, long renewal) {
        int flags = key.whole() == null ? FlagsHint.of(end, false) : FlagsHint.NONE;
        return new Item(Envelope.renewing(key.whole(), payload, end, renewal), flags);
    }

    @Override
    public Item held(EntryKey key, long holder, Entry previous) {
        boolean there = previous.state() == Entry.State.LIVE || previous.state() == Entry.State.EXPIRED;
        byte[] before = there ? Envelope.live(key.whole(), previous.payload(), previous.end(), false) : null;
        return new Item(Envelope.held(holder, before), FlagsHint.NONE);
    }

    @Override
    public Entry read(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        byte[] bytes = reply.value();
        if (bytes == null || reply.isStub()) {
            return Entry.stub(key, token, reply.won());
        }
        Envelope.Content content = Envelope.parse(ByteBuffer.wrap(bytes));
        if (content != null && content.held()) {
            return Entry.held(key, token, content.holder(), before(key, content.before(), nowMillis));
        }
        return entry(key, content, token, reply.ttl(), nowMillis);
    }

    private static Entry before(EntryKey key, @Nullable ByteBuffer nested, long nowMillis) {
        Envelope.Content content = nested == null ? null : Envelope.parse(nested);
        if (content == null || content.held()) {
            return Entry.absent(key);
        }
        return entry(key, content, Entry.Token.NONE, -1, nowMillis);
    }

    private static Entry entry(
            EntryKey key, Envelope.@Nullable Content content, Entry.Token token, int ttl, long nowMillis) {
        if (content == null || !key.isToldBy(content.keyText())) {
            return Entry.vacant(key, token);
        }
        long end = content.slides() ? Sliding.end(content.end(), ttl, nowMillis) : content.end();
        Entry entry = Entry.present(key, token, content.payload(), end, end != content.end(), nowMillis);
        return content.renewal() == Envelope.NO_RENEWAL ? entry : entry.renewedUntil(content.renewal(), nowMillis);
    }

    @Override
    public @Nullable Entry peek(EntryKey key, Reply reply, Entry.Token token, long nowMillis) {
        if (reply.isStub()) {
            return Entry.stub(key, token, false);
        }
        return switch (FlagsHint.judge(reply.flags(), reply.ttl(), nowMillis)) {
            case LIVE -> Entry.present(key, token, null, Expiry.NEVER, false, nowMillis);
            case EXPIRED -> Entry.present(key, token, null, nowMillis, false, nowMillis);
            case UNCLEAR -> null;
        };
    }

    @Override
    public byte @Nullable [] keyText(byte[] item) {
        Envelope.Content content = Envelope.parse(ByteBuffer.wrap(item));
        if (content != null && content.held() && content.before() != null) {
            content = Envelope.parse(content.before());
        }
        return content == null ? null : content.keyText();
    }
}
