package io.flagstone.server.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import org.junit.jupiter.api.Test;

class SlabClassesTest {
    /** Class number, chunk size, chunks per page: memcached 1.6.45 with its defaults. */
    private static final int[][] DEFAULTS = {
        {1, 96, 10922},
        {2, 120, 8738},
        {3, 152, 6898},
        {4, 192, 5461},
        {5, 240, 4369},
        {6, 304, 3449},
        {7, 384, 2730},
        {8, 480, 2184},
        {9, 600, 1747},
        {10, 752, 1394},
        {11, 944, 1110},
        {12, 1184, 885},
        {13, 1480, 708},
        {14, 1856, 564},
        {15, 2320, 451},
        {16, 2904, 361},
        {17, 3632, 288},
        {18, 4544, 230},
        {19, 5680, 184},
        {20, 7104, 147},
        {21, 8880, 118},
        {22, 11104, 94},
        {23, 13880, 75},
        {24, 17352, 60},
        {25, 21696, 48},
        {26, 27120, 38},
        {27, 33904, 30},
        {28, 42384, 24},
        {29, 52984, 19},
        {30, 66232, 15},
        {31, 82792, 12},
        {32, 103496, 10},
        {33, 129376, 8},
        {34, 161720, 6},
        {35, 202152, 5},
        {36, 252696, 4},
        {37, 315872, 3},
        {38, 394840, 2},
        {39, 524288, 2}
    };

    private static int[] sizes(NodeOptions options) {
        SlabClasses classes = SlabClasses.of(options);
        int[] sizes = new int[classes.last()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = classes.chunkSize(i + 1);
        }
        return sizes;
    }

    @Test
    void theDefaultsAreMemcacheds39Classes() {
        SlabClasses classes = SlabClasses.of(NodeOptions.defaults());
        assertThat(classes.last()).isEqualTo(39);
        for (int[] row : DEFAULTS) {
            assertThat(classes.chunkSize(row[0]))
                    .as("chunk size of class %d", row[0])
                    .isEqualTo(row[1]);
            assertThat(classes.chunksPerPage(row[0]))
                    .as("chunks of class %d", row[0])
                    .isEqualTo(row[2]);
        }
    }

    @Test
    void aLargerChunkMaximumAddsClasses() {
        NodeOptions options = NodeOptions.defaults().withSlabChunkMax(MemorySize.mebibytes(1));
        assertThat(sizes(options)).hasSize(42).endsWith(394840, 493552, 616944, 771184, 1048576);
    }

    @Test
    void aSmallerChunkMaximumCutsTheListShort() {
        NodeOptions options = NodeOptions.defaults().withSlabChunkMax(MemorySize.kibibytes(16));
        assertThat(sizes(options)).hasSize(23).endsWith(11104, 16384);
        NodeOptions tiny = NodeOptions.defaults()
                .withItemSizeMax(MemorySize.kibibytes(1))
                .withSlabChunkMax(MemorySize.kibibytes(1));
        assertThat(sizes(tiny)).hasSize(11).endsWith(752, 1024);
    }

    @Test
    void thereAreNeverMoreThan63Classes() {
        assertThat(sizes(NodeOptions.defaults().withGrowthFactor(1.01)))
                .hasSize(63)
                .endsWith(524288);
    }

    @Test
    void sizesMayBeListed() {
        NodeOptions options = NodeOptions.defaults().with("slab_sizes", "100-200-300");
        assertThat(sizes(options)).containsExactly(104, 200, 304, 524288);
    }

    @Test
    void aListThatDoesNotAscendIsRefused() {
        NodeOptions options = NodeOptions.defaults().with("slab_sizes", "200-100");
        assertThatThrownBy(() -> SlabClasses.of(options))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("slab_sizes: 200-100");
    }

    @Test
    void everySizeGoesToTheSmallestChunkThatHoldsIt() {
        SlabClasses classes = SlabClasses.of(NodeOptions.defaults());
        for (int size = 1; size <= classes.largestChunk(); size += 7) {
            int slabClass = classes.classOf(size);
            assertThat(classes.chunkSize(slabClass)).isGreaterThanOrEqualTo(size);
            assertThat(slabClass == 1 || classes.chunkSize(slabClass - 1) < size)
                    .isTrue();
        }
    }
}
