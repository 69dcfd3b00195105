package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.PlainCodec;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotEncodable;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.entry.ItemFormat.Item;
import io.flagstone.provider.internal.wire.ProtocolViolation;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.ReplyParser;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Plain items are the bare value, end when the node says, and are nobody's where the flags are of no plain value. */
class PlainFormatTest {

    private static final long NOW = 1_800_000_000_250L;
    private static final Entry.Token TOKEN = new Entry.Token(5, 1);

    private final PlainFormat format = new PlainFormat();
    private final EntryKey key = new EntryKey("k", new SpaceKey("k".getBytes(US_ASCII)), null);

    private static Reply reply(String line) {
        Reply[] heard = new Reply[1];
        try {
            new ReplyParser((opaque, reply) -> heard[0] = reply, 100)
                    .feed(Unpooled.wrappedBuffer(line.replace("|", "\r\n").getBytes(US_ASCII)));
        } catch (ProtocolViolation e) {
            throw new IllegalStateException(e);
        }
        return heard[0];
    }

    private Entry read(String line) {
        return format.read(key, reply(line), TOKEN, NOW);
    }

    private static Payload payload(int codec, String text) {
        return new Payload(codec, Compression.NONE, text.length(), ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    @Test
    void anItemIsTheBareValueWithItsFlags() {
        for (PlainCodec codec : PlainCodec.values()) {
            Item item = format.live(key, payload(codec.id(), "12"), Expiry.NEVER);
            assertThat(item.bytes()).isEqualTo("12".getBytes(US_ASCII));
            assertThat(item.flags()).isEqualTo(codec.clientFlags());
            Entry entry = read("VA 2 f" + item.flags() + " t-1 c5|12|");
            assertThat(entry.isLive()).isTrue();
            assertThat(entry.payload().codec()).isEqualTo(codec.id());
            assertThat(entry.end()).isEqualTo(Expiry.NEVER);
        }
        assertThatThrownBy(() -> format.live(key, payload(1, "x"), Expiry.NEVER))
                .isInstanceOf(NotEncodable.class);
    }

    @Test
    void anEmptyValueIsAValueUnlessSomebodyClaimedIt() {
        assertThat(read("VA 0 f16 t-1||").isLive()).isTrue();
        assertThat(read("VA 0 f16 t-1 W||").state()).isEqualTo(Entry.State.VACANT);
        assertThat(read("VA 0 f0 t-1 Z||").state()).isEqualTo(Entry.State.VACANT);
    }

    @Test
    void itemsOfNoPlainKindAreNobodys() {
        for (String flags : new String[] {"1", "8", "3", "4294967295"}) {
            Entry entry = read("VA 1 f" + flags + " t-1|x|");
            assertThat(entry.state()).isEqualTo(Entry.State.VACANT);
            assertThat(entry.isStub()).isFalse();
            assertThat(format.peek(key, reply("HD f" + flags + " t-1 s1|"), TOKEN, NOW)
                            .isLive())
                    .isFalse();
        }
        assertThat(format.peek(key, reply("HD f16 t0 s0|"), TOKEN, NOW).isLive())
                .isTrue();
    }

    @Test
    void whatIsThereIsAliveEvenInItsLastSecond() {
        assertThat(read("VA 1 f16 t0|x|").isLive()).isTrue();
        assertThat(read("VA 1 f16 t30|x|").end()).isEqualTo(NOW + 30_000);
    }

    @Test
    void theNodeKeepsAnItemASecondLongerAndNeverForEver() {
        assertThat(format.timeToLive(NOW + 1, NOW)).isEqualTo(2);
        assertThat(format.timeToLive(NOW + 1_000, NOW)).isEqualTo(2);
        assertThat(format.timeToLive(NOW, NOW)).isEqualTo(1);
        assertThat(format.timeToLive(Expiry.AT_ONCE, NOW)).isEqualTo(1);
        assertThat(format.timeToLive(Expiry.NEVER, NOW)).isZero();
    }

    @Test
    void nothingPlainCanBeHeld() {
        assertThatThrownBy(() -> format.held(key, 1, Entry.absent(key))).isInstanceOf(IllegalStateException.class);
        assertThat(format.keyText(new byte[] {1})).isNull();
    }
}
