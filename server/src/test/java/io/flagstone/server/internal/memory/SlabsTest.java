package io.flagstone.server.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlabsTest {
    private static final int CLASS = 20;

    private final Pages pages = new Pages(8L << 20);
    private final Slabs slabs = new Slabs(SlabClasses.of(NodeOptions.defaults()), pages);
    private final int perPage = slabs.classes().chunksPerPage(CLASS);

    private List<Long> take(int count) {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(slabs.take(CLASS));
        }
        return taken;
    }

    @Test
    void chunksDoNotOverlapAndStayInTheirPage() {
        Set<Long> taken = new HashSet<>(take(8 * perPage));
        assertThat(taken).hasSize(8 * perPage).doesNotContain(0L);
        for (long handle : taken) {
            int offset = Pages.offset(handle);
            assertThat(offset % slabs.classes().chunkSize(CLASS)).isZero();
            assertThat(offset + slabs.classes().chunkSize(CLASS)).isLessThanOrEqualTo(Pages.SIZE);
        }
    }

    @Test
    void memoryEndsAtTheLimit() {
        take(8 * perPage);
        assertThat(slabs.take(CLASS)).isZero();
    }

    @Test
    void theFirstPageOfALateClassIsGrantedAllTheSame() {
        take(8 * perPage);
        assertThat(slabs.take(1)).isNotZero();
        assertThat(pages.inUse()).isEqualTo(9);
    }

    @Test
    void aPageGrantedBeyondTheLimitStaysUntilTheLimitChanges() {
        take(8 * perPage);
        assertThat(slabs.take(1)).isNotZero();
        assertThat(pages.isOverfull()).isFalse();
        pages.limit(8L << 20);
        assertThat(pages.isOverfull()).isTrue();
    }

    @Test
    void whatIsGivenBackIsHandedOutAgain() {
        List<Long> taken = take(8 * perPage);
        taken.forEach(slabs::give);
        assertThat(slabs.usedChunks(CLASS)).isZero();
        assertThat(slabs.freeChunks(CLASS)).isEqualTo(8 * perPage);
        assertThat(new HashSet<>(take(8 * perPage))).isEqualTo(new HashSet<>(taken));
    }

    @Test
    void aDrainedPageIsNotHandedOut() {
        List<Long> taken = take(3 * perPage);
        taken.forEach(slabs::give);
        Page page = Objects.requireNonNull(slabs.startDrain(CLASS, 2));
        slabs.retireFree(page);
        assertThat(slabs.drained(page)).isTrue();
        assertThat(take(2 * perPage)).allMatch(handle -> pages.page(handle) != page);
        slabs.move(page, 1);
        assertThat(page.slabClass()).isEqualTo(1);
        assertThat(pages.page(slabs.take(1))).isSameAs(page);
    }

    @Test
    void aPageIsDrainedOnceItsLastChunkComesBack() {
        List<Long> taken = take(2 * perPage);
        Page page = Objects.requireNonNull(slabs.startDrain(CLASS, 2));
        slabs.retireFree(page);
        for (long handle : taken) {
            assertThat(slabs.drained(page)).isFalse();
            slabs.give(handle);
            if (taken.stream()
                            .filter(other -> pages.page(other) == page)
                            .reduce((first, last) -> last)
                            .orElse(0L)
                    == handle) {
                break;
            }
        }
        assertThat(slabs.drained(page)).isTrue();
    }

    @Test
    void anAbandonedDrainLosesNothing() {
        List<Long> taken = take(perPage + perPage / 2);
        Page page = Objects.requireNonNull(slabs.startDrain(CLASS, 2));
        slabs.retireFree(page);
        taken.subList(0, perPage / 2).forEach(slabs::give);
        slabs.abandonDrain(page);
        assertThat(slabs.freeChunks(CLASS)).isEqualTo(perPage);
        assertThat(take(perPage)).doesNotContain(0L).doesNotHaveDuplicates();
        assertThat(slabs.pageCount(CLASS)).isEqualTo(2);
    }

    @Test
    void aPartlyCarvedPageDrainsToo() {
        take(perPage);
        long late = slabs.take(CLASS);
        Page young = pages.page(late);
        slabs.abandonDrain(Objects.requireNonNull(slabs.startDrain(CLASS, 2)));
        Page page = Objects.requireNonNull(slabs.startDrain(CLASS, 2));
        assertThat(page).isSameAs(young);
        slabs.retireFree(page);
        slabs.give(late);
        assertThat(slabs.drained(page)).isTrue();
        assertThat(slabs.freeChunks(CLASS)).isZero();
    }

    @Test
    void aLowerLimitLetsPooledPagesGo() {
        List<Long> taken = take(4 * perPage);
        taken.forEach(slabs::give);
        for (int i = 0; i < 3; i++) {
            Page page = Objects.requireNonNull(slabs.startDrain(CLASS, 2));
            slabs.retireFree(page);
            slabs.move(page, 0);
        }
        assertThat(pages.pooled()).isEqualTo(3);
        pages.limit(2L << 20);
        assertThat(pages.inUse()).isEqualTo(2);
        assertThat(pages.pooled()).isEqualTo(1);
    }
}
