package io.flagstone.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeOptionsTest {
    @Test
    void withersChangeACopy() {
        NodeOptions before = NodeOptions.defaults();
        NodeOptions after = before.withPort(5).withThreads(2);
        assertThat(before.port()).isEqualTo(11211);
        assertThat(after.port()).isEqualTo(5);
        assertThat(after.threads()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAllowedAndEveryNameFindsItsOption(Option option) {
        assertThat(option.checked(option.defaultValue())).isEqualTo(option.defaultValue());
        for (String name : option.names()) {
            assertThat(Option.named(name)).isEqualTo(option);
            assertThat(Option.named(name.replace('_', '-').toUpperCase(Locale.ROOT)))
                    .isEqualTo(option);
        }
    }

    @Test
    void aTypingErrorIsAnsweredWithTheNearestName() {
        assertThatThrownBy(() -> NodeOptions.defaults().with("memsize", "64"))
                .isInstanceOf(OptionException.class)
                .hasMessage("unknown option memsize; the nearest known one is mem_size");
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"64m, 67108864", "512k, 524288", "2g, 2147483648", "7, 7", "' 8M ', 8388608"})
    void memorySizesAreReadWithTheirSuffix(String text, long bytes) {
        assertThat(MemorySize.parse(text, 1).bytes()).isEqualTo(bytes);
        assertThat(MemorySize.parse(MemorySize.bytes(bytes).toString(), 1).bytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1x", "99999999999g"})
    void whatIsNoMemorySizeIsRefused(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatContradictsItselfIsRefusedTogether() {
        NodeOptions options = NodeOptions.defaults();
        assertThatThrownBy(
                        () -> options.withItemSizeMax(MemorySize.mebibytes(64)).validated())
                .hasMessageContainingAll("item_size_max: 64m", "half of mem_size");
        assertThatThrownBy(
                        () -> options.withItemSizeMax(MemorySize.kibibytes(600)).validated())
                .hasMessageContainingAll("item_size_max: 600k", "multiple of slab_chunk_max");
        assertThatThrownBy(() ->
                        options.withSlabChunkMax(MemorySize.kibibytes(300)).validated())
                .hasMessageContainingAll("slab_chunk_max: 300k", "divide 1m");
        assertThatThrownBy(() -> options.with("hot_lru_pct", "60").validated()).hasMessageContaining("at most 80");
        assertThatThrownBy(() -> options.withListenAddress("example.invalid").validated())
                .hasMessageContaining("--insecure");
        assertThat(options.withListenAddress("localhost").validated()).isNotNull();
    }
}
