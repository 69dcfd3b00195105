package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.internal.cluster.SpaceKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An end is moved in the way that costs least, and only where that is worth a command. */
class EndsMoveTest {

    private static final long NOW = 1_800_000_000_000L;

    private static Entry ending(long end) {
        EntryKey key = new EntryKey("k", new SpaceKey("sk".getBytes(US_ASCII)), null);
        Payload payload = new Payload(1, Compression.NONE, 1, ByteBuffer.wrap(new byte[] {1}));
        return Entry.present(key, new Entry.Token(3, 1), payload, end, false, NOW);
    }

    private static Move.@Nullable Kind kind(long present, long wanted) {
        Move move = Move.end(ending(present), wanted, NOW);
        return move == null ? null : move.kind();
    }

    @Test
    void anEndThatStaysCostsNothing() {
        assertThat(kind(NOW + 5_000, NOW + 5_000)).isNull();
        assertThat(kind(Expiry.NEVER, Expiry.NEVER)).isNull();
    }

    @Test
    void anEntryThatIsOverGoes() {
        assertThat(kind(NOW + 5_000, Expiry.AT_ONCE)).isEqualTo(Move.Kind.REMOVE);
        assertThat(kind(Expiry.NEVER, Expiry.AT_ONCE)).isEqualTo(Move.Kind.REMOVE);
    }

    @Test
    void shortLivesAreKeptToTheMillisecondByRewriting() {
        for (long present : new long[] {NOW + 1, NOW + 9_998, NOW + 60_000, Expiry.NEVER}) {
            Move move = Move.end(ending(present), NOW + 9_999, NOW);
            assertThat(move).isNotNull();
            if (move != null) {
                assertThat(move.kind()).isEqualTo(Move.Kind.STORE);
                assertThat(move.end()).isEqualTo(NOW + 9_999);
                assertThat(move.payload()).isSameAs(move.observed().payload());
            }
        }
        assertThat(kind(NOW + 5, Expiry.NEVER)).isEqualTo(Move.Kind.STORE);
    }

    @Test
    void longLivesAreTouchedWhereThatGainsEnough() {
        long day = 86_400_000L;
        assertThat(kind(NOW + 7_000, NOW + 10_000)).isEqualTo(Move.Kind.TOUCH);
        assertThat(kind(NOW + 7_001, NOW + 10_000)).isNull();
        assertThat(kind(NOW + day - day / 8, NOW + day)).isEqualTo(Move.Kind.TOUCH);
        assertThat(kind(NOW + day - day / 8 + 1, NOW + day)).isNull();
    }

    /** A touch cannot say so: the envelope's end would stand. */
    @Test
    void aLifeIsShortenedAsItIsAsked() {
        for (long present : new long[] {NOW + 60_000, NOW + 86_400_000, Expiry.NEVER}) {
            assertThat(kind(present, NOW + 30_000))
                    .as("from %d ms", present - NOW)
                    .isEqualTo(Move.Kind.STORE);
        }
    }

    @Test
    void theRoundingOfATouchedEndIsNoReasonToRewrite() {
        EntryKey key = new EntryKey("k", new SpaceKey("sk".getBytes(US_ASCII)), null);
        Payload payload = new Payload(1, Compression.NONE, 1, ByteBuffer.wrap(new byte[] {1}));
        Entry touched = Entry.present(key, new Entry.Token(3, 1), payload, NOW + 31_000, true, NOW);
        assertThat(Move.end(touched, NOW + 30_000, NOW)).isNull();
        Move shorter = Move.end(touched, NOW + 20_000, NOW);
        assertThat(shorter == null ? null : shorter.kind()).isEqualTo(Move.Kind.STORE);
    }
}
