package io.flagstone.provider.codec;

import static io.flagstone.provider.codec.CodecFixture.bytes;
import static io.flagstone.provider.codec.CodecFixture.decoded;
import static io.flagstone.provider.codec.CodecFixture.memoryOf;
import static io.flagstone.provider.codec.CodecFixture.options;
import static io.flagstone.provider.codec.CodecFixture.valuesOf;
import static io.flagstone.provider.codec.CodecFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large values are compressed where that helps; what is stored never makes a reader take more than the limit. */
class CompressionTest {

    private static final int LIMIT = 8 << 20;
    private static final int FROM = 100;

    private static Values compressing(Compression compression) {
        return valuesOf(options(null, CacheMode.ENVELOPE, compression, LIMIT));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Payload claiming(Payload payload, int inflatedSize) {
        return new Payload(payload.codec(), payload.compression(), inflatedSize, payload.bytes());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsCompressedComesBack(Compression compression) {
        Values values = compressing(compression);
        for (int length : new int[] {0, 1, 90, 97, 98, 99, 200, 65_536, 1_000_000}) {
            String text = "abcdefgh".repeat(length / 8 + 1).substring(0, length);
            Payload payload = values.encode(text);
            assertThat(values.decode(payload)).isEqualTo(text);
            assertThat(payload.inflatedSize()).isGreaterThan(length);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void payloadsAreCompressedFromTheThresholdOnAndOnlyWhereThatHelps(Compression compression) {
        Values values = compressing(compression);
        assertThat(values.encode("a".repeat(FROM - 3)).compression()).isEqualTo(Compression.NONE);
        Payload first = values.encode("a".repeat(FROM - 2));
        assertThat(first.compression()).isEqualTo(compression);
        assertThat(first.inflatedSize()).isEqualTo(FROM);
        assertThat(first.bytes().remaining()).isLessThan(FROM);
        Payload random = values.encode(random(1000));
        assertThat(random.compression()).isEqualTo(Compression.NONE);
        assertThat(values.decode(random)).isEqualTo(random(1000));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyReaderReadsWhatEveryWriterCompressed(Compression compression) {
        Payload payload = compressing(compression).encode("y".repeat(1000));
        for (Compression other : Compression.values()) {
            assertThat(compressing(other).decode(payload)).isEqualTo("y".repeat(1000));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aTruncatedOrProlongedBlockIsDamage(Compression compression) {
        Values values = compressing(compression);
        Payload payload = values.encode("flagstone ".repeat(30) + "x".repeat(50));
        byte[] whole = bytes(payload);
        assertThat(payload.compression()).isEqualTo(compression);
        for (int length = 0; length <= whole.length + 3; length++) {
            if (length != whole.length) {
                Payload cut = with(payload, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> values.decode(cut))
                        .as("%d bytes", cut.bytes().remaining())
                        .isInstanceOf(NotDecodable.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBlockWithOneBitChangedIsAValueOrDamage(Compression compression) {
        Values values = compressing(compression);
        Payload payload = values.encode("flagstone ".repeat(30));
        byte[] whole = bytes(payload);
        int damaged = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            damaged += decoded(values, with(payload, changed)) == null ? 1 : 0;
        }
        assertThat(damaged).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aSizeThatIsNotTheTrueOneIsDamage(Compression compression) {
        Values values = compressing(compression);
        Payload payload = values.encode("flagstone ".repeat(30));
        int truth = payload.inflatedSize();
        for (int lie :
                new int[] {Integer.MIN_VALUE, -1, 0, 1, truth - 1, truth + 1, LIMIT, LIMIT + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> values.decode(claiming(payload, lie))).isInstanceOf(NotDecodable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aSizeBeyondTheLimitIsRefusedWithTheSettingThatRaisesIt(Compression compression) {
        Payload payload = compressing(compression).encode("y".repeat(5_000));
        Values narrow = valuesOf(options(null, CacheMode.ENVELOPE, compression, 4_000));
        assertThatThrownBy(() -> narrow.decode(payload))
                .isInstanceOf(NotDecodable.class)
                .hasMessageContaining("5003")
                .hasMessageContaining("4000")
                .hasMessageContaining("inflated-limit");
        Payload own = narrow.encode("y".repeat(5_000));
        assertThat(own.compression())
                .as("what nobody could read is not compressed")
                .isEqualTo(Compression.NONE);
        assertThat(narrow.decode(own)).isEqualTo("y".repeat(5_000));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aSizeThatNoBlockCanHaveTakesNoMemory(Compression compression) {
        Values values = compressing(compression);
        Payload payload = values.encode("flagstone ".repeat(30));
        decoded(values, claiming(payload, 1000));
        assertThat(memoryOf(values, claiming(payload, LIMIT))).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theBestCaseOfTheCompressorIsStillRead(Compression compression) {
        Values values = compressing(compression);
        byte[] zeroes = new byte[LIMIT - 100];
        Payload payload = values.encode(zeroes);
        assertThat(payload.bytes().remaining()).isLessThan(LIMIT / 100);
        assertThat(values.decode(payload)).isEqualTo(zeroes);
    }
}
