package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.wire.ProtocolViolation;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.ReplyParser;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Items of anybody's making: an entry or none, a value or {@link NotDecodable}, and never more memory than allowed. */
public final class ItemFuzz {

    private static final long NOW = 1_800_000_000_000L;
    private static final Entry.Token TOKEN = new Entry.Token(5, 1);
    private static final EntryKey KEY = new EntryKey("key", new SpaceKey("skey".getBytes(US_ASCII)), null);
    private static final EntryKey LONG_KEY =
            new EntryKey("long", new SpaceKey("#digest".getBytes(US_ASCII)), "slong".getBytes(US_ASCII));
    private static final int INFLATED_LIMIT = 1 << 16;
    private static final Values VALUES = values();
    private static final EnvelopeFormat FORMAT = new EnvelopeFormat(true);
    private static final PlainFormat PLAIN = new PlainFormat();

    private ItemFuzz() {}

    private static Values values() {
        CacheOptions d = CacheOptions.DEFAULTS;
        CacheOptions options = new CacheOptions(
                d.failure(),
                d.mode(),
                d.codec(),
                Compression.DEFLATE,
                64,
                INFLATED_LIMIT,
                d.ttl(),
                d.lease(),
                d.prefix(),
                null,
                false,
                CacheOptions.Sealing.NONE,
                1,
                d.gutterTtl());
        return new Values(options, new ClassAllowList(List.of(), List.of()), ItemFuzz.class.getClassLoader());
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        List<Object> objects = List.of(
                "text",
                "z".repeat(300),
                42,
                7L,
                1.5,
                true,
                new byte[] {1, 2},
                new BigDecimal("1.25"),
                Instant.EPOCH,
                List.of("a", 1),
                Map.of("k", 2),
                new ArrayList<>(List.of("b")));
        for (Object object : objects) {
            Payload payload = VALUES.encode(object);
            byte[] live = Envelope.live(null, payload, Expiry.NEVER, false);
            seeds.add(live);
            seeds.add(Envelope.held(9, live));
            seeds.add(Envelope.live(LONG_KEY.whole(), payload, NOW + 1000, true));
            seeds.add(Envelope.renewing(null, payload, NOW - 1, NOW + 1000));
        }
        return seeds;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Reply reply = reply(input);
        decode(FORMAT.read(KEY, reply, TOKEN, NOW).visible());
        decode(FORMAT.read(LONG_KEY, reply, TOKEN, NOW).visible());
        decode(PLAIN.read(KEY, reply, TOKEN, NOW).visible());
        assertThat(FORMAT.keyText(input))
                .satisfiesAnyOf(
                        text -> assertThat(text).isNull(),
                        text -> assertThat(text).hasSizeLessThanOrEqualTo(input.length));
        readAgain(input);
    }

    private static void decode(Entry entry) {
        if (!entry.isLive()) {
            return;
        }
        try {
            Object value = VALUES.decode(entry.payload());
            if (value instanceof byte[] bytes) {
                assertThat(bytes.length).isLessThanOrEqualTo(Math.max(INFLATED_LIMIT, 1 << 12));
            }
        } catch (NotDecodable e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** What was understood and is written again is understood alike. */
    private static void readAgain(byte[] input) {
        Envelope.Content first = Envelope.parse(ByteBuffer.wrap(input));
        if (first == null || first.held() || first.payload() == null) {
            return;
        }
        boolean renews = first.renewal() != Envelope.NO_RENEWAL;
        byte[] written = renews
                ? Envelope.renewing(first.keyText(), first.payload(), first.end(), first.renewal())
                : Envelope.live(first.keyText(), first.payload(), first.end(), first.slides());
        boolean neverEnds = first.end() == Expiry.NEVER;
        if (!neverEnds) {
            assertThat(Envelope.parse(ByteBuffer.wrap(written)))
                    .usingRecursiveComparison()
                    .ignoringFields("payload.bytes", "keyText")
                    .isEqualTo(first);
        }
    }

    private static Reply reply(byte[] item) {
        Reply[] heard = new Reply[1];
        try {
            ReplyParser parser = new ReplyParser((opaque, reply) -> heard[0] = reply, 1 << 20);
            parser.feed(Unpooled.wrappedBuffer(("VA " + item.length + " c5 f32 t30\r\n").getBytes(US_ASCII)));
            parser.feed(Unpooled.wrappedBuffer(item));
            parser.feed(Unpooled.wrappedBuffer("\r\n".getBytes(US_ASCII)));
        } catch (ProtocolViolation e) {
            throw new IllegalStateException(e);
        }
        return heard[0];
    }
}
