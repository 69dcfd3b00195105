package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.entry.ItemFormat.Item;
import io.flagstone.provider.internal.wire.ProtocolViolation;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.ReplyParser;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an item says is the entry of its key, or no entry at all. */
class EnvelopeFormatTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final Entry.Token TOKEN = new Entry.Token(5, 1);

    private final EnvelopeFormat format = new EnvelopeFormat(false);
    private final Values values = new Values(
            CacheOptions.DEFAULTS,
            new ClassAllowList(List.of(), List.of()),
            getClass().getClassLoader());
    private final EntryKey key = new EntryKey("key", new SpaceKey("skey".getBytes(US_ASCII)), null);
    private final EntryKey longKey = longKey("long");

    private static EntryKey longKey(String text) {
        return new EntryKey(text, new SpaceKey("#digest".getBytes(US_ASCII)), ("s" + text).getBytes(US_ASCII));
    }

    private static Reply reply(byte[] item) {
        Reply[] heard = new Reply[1];
        try {
            ReplyParser parser = new ReplyParser((opaque, reply) -> heard[0] = reply, 1 << 20);
            parser.feed(Unpooled.wrappedBuffer(("VA " + item.length + " c5 t-1\r\n").getBytes(US_ASCII)));
            parser.feed(Unpooled.wrappedBuffer(item));
            parser.feed(Unpooled.wrappedBuffer("\r\n".getBytes(US_ASCII)));
        } catch (ProtocolViolation e) {
            throw new IllegalStateException(e);
        }
        return heard[0];
    }

    private Entry read(EntryKey of, byte[] item) {
        return format.read(of, reply(item), TOKEN, NOW);
    }

    /** The value that a reader gets, or null. */
    private @Nullable Object seen(EntryKey of, byte[] item) {
        Entry visible = read(of, item).visible();
        try {
            return visible.isLive() ? values.decode(visible.payload()) : null;
        } catch (NotDecodable e) {
            return null;
        }
    }

    private Payload text() {
        return values.encode("value");
    }

    @Test
    void whatWasStoredIsRead() {
        for (EntryKey of : List.of(key, longKey)) {
            for (long end : new long[] {NOW + 1, Expiry.NEVER}) {
                Item item = format.live(of, text(), end);
                assertThat(seen(of, item.bytes())).isEqualTo("value");
                assertThat(read(of, item.bytes()).end()).isEqualTo(end);
            }
            for (long end : new long[] {NOW, NOW - 1, 0}) {
                assertThat(read(of, format.live(of, text(), end).bytes()).state())
                        .isEqualTo(Entry.State.EXPIRED);
            }
        }
    }

    @Test
    void everyItemCutShortIsAMiss() {
        for (EntryKey of : List.of(key, longKey)) {
            for (Object value : List.of("value", 5L, List.of(1, "x"))) {
                byte[] whole =
                        format.live(of, values.encode(value), NOW + 1_000).bytes();
                for (int length = 0; length < whole.length; length++) {
                    assertThat(seen(of, Arrays.copyOf(whole, length)))
                            .as("%d bytes", length)
                            .isNull();
                }
            }
        }
    }

    /** There is no checksum, so a damaged value can pass for another; the head leaves no room for that. */
    @Test
    void aHeadWithOneBitChangedIsAMissOrTheSameValue() {
        for (EntryKey of : List.of(key, longKey)) {
            byte[] whole =
                    format.live(of, values.encode(123_456_789L), NOW + 1_000).bytes();
            int head = whole.length - 9;
            int misses = 0;
            for (int bit = 0; bit < head * 8; bit++) {
                byte[] changed = whole.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                Object value = seen(of, changed);
                assertThat(value == null || value.equals(123_456_789L))
                        .as("bit %d", bit)
                        .isTrue();
                misses += value == null ? 1 : 0;
            }
            assertThat(misses).isGreaterThan(head * 3);
        }
    }

    @Test
    void anEntryOfAnotherKeyWithTheSameDigestIsNobodys() {
        byte[] item = format.live(longKey("other"), text(), Expiry.NEVER).bytes();
        assertThat(read(longKey, item).state()).isEqualTo(Entry.State.VACANT);
        assertThat(seen(longKey("other"), item)).isEqualTo("value");
    }

    @Test
    void anEntryThatDoesNotTellItsLongKeyIsNobodys() {
        byte[] item = format.live(key, text(), Expiry.NEVER).bytes();
        assertThat(read(longKey, item).state()).isEqualTo(Entry.State.VACANT);
        assertThat(read(longKey, Envelope.held(1, item)).held().state()).isNotEqualTo(Entry.State.LIVE);
    }

    @Test
    void presenceOfALongKeyIsNeverToldByFlagsAlone() {
        assertThat(format.live(longKey, text(), Expiry.NEVER).flags()).isEqualTo(FlagsHint.NONE);
        assertThat(format.live(key, text(), Expiry.NEVER).flags()).isNotEqualTo(FlagsHint.NONE);
    }

    @Test
    void aHeldItemReadsAsWhatIsHeld() {
        for (EntryKey of : List.of(key, longKey)) {
            Entry before = read(of, format.live(of, text(), NOW + 1).bytes());
            byte[] held = format.held(of, 77, before).bytes();
            Entry entry = read(of, held);
            assertThat(entry.state()).isEqualTo(Entry.State.HELD);
            assertThat(entry.holder()).isEqualTo(77);
            assertThat(seen(of, held)).isEqualTo("value");
            assertThat(entry.held().end()).isEqualTo(NOW + 1);
            byte[] empty = format.held(of, 78, Entry.absent(of)).bytes();
            assertThat(read(of, empty).held().state()).isEqualTo(Entry.State.ABSENT);
        }
    }

    @Test
    void heldItemsInsideOfHeldItemsHoldNothing() {
        byte[] nested = Envelope.held(
                1, Envelope.held(2, format.live(key, text(), Expiry.NEVER).bytes()));
        assertThat(read(key, nested).visible().isLive()).isFalse();
        assertThat(format.keyText(nested)).isNull();
    }

    @Test
    void theItemOfALongKeyTellsTheKeyToWalks() {
        Item item = format.live(longKey, text(), Expiry.NEVER);
        assertThat(format.keyText(item.bytes())).isEqualTo(longKey.whole());
        assertThat(format.keyText(Envelope.held(1, item.bytes()))).isEqualTo(longKey.whole());
        assertThat(format.keyText(format.live(key, text(), Expiry.NEVER).bytes()))
                .isNull();
        assertThat(format.keyText(new byte[0])).isNull();
        assertThat(format.keyText(Envelope.held(1, null))).isNull();
    }

    @Test
    void bytesOfOthersAreAnItemWithoutEntry() {
        for (byte[] foreign :
                List.of(new byte[0], "text".getBytes(US_ASCII), new byte[] {(byte) 0xF1}, new byte[100])) {
            Entry entry = read(key, foreign);
            assertThat(entry.state()).isEqualTo(Entry.State.VACANT);
            assertThat(entry.isStub()).isFalse();
            assertThat(entry.token()).isEqualTo(TOKEN);
        }
    }
}
