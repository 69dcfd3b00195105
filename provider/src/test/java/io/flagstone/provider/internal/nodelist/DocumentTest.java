package io.flagstone.provider.internal.nodelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.ring.SlotTable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a node says of itself: which slots it serves, and under which era. */
class DocumentTest {

    private static final NodeAddress A = new NodeAddress("a", "host-a", 11211, 1);
    private static final NodeAddress B = new NodeAddress("b", "host-b", 11211, 2.5);
    private static final NodeAddress C = new NodeAddress("c", "host-c", 11211, 1);
    private static final String SELF = NodeListing.identity(A);

    private static final long TOKEN = 50;

    private final Tables tables = new Tables();
    private final DocumentFormat format = new DocumentFormat("space", tables);
    private final AtomicLong numbers = new AtomicLong(100);

    private View view(long version, NodeAddress... nodes) {
        return View.of(7, version, List.of(nodes), tables);
    }

    private Document read(Document document) {
        return format.decode(format.encode(document), SELF);
    }

    private static void same(Document one, Document other) {
        assertThat(one.view()).isEqualTo(other.view());
        assertThat((@Nullable Object) one.next()).isEqualTo(other.next());
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            assertThat(one.serves(slot)).isEqualTo(other.serves(slot));
            if (one.owns(slot)) {
                assertThat(one.era(slot)).isEqualTo(other.era(slot));
            }
        }
    }

    @Test
    void whatIsWrittenIsRead() {
        Document first = Document.first(SELF, view(1, A, B));
        Document fresh = first.under(view(1, A, B), TOKEN, numbers::incrementAndGet);
        Document following = fresh.proposing(view(2, A, B, C), TOKEN, true, numbers::incrementAndGet);
        Document left = following.under(view(2, A, B, C), TOKEN, numbers::incrementAndGet);
        Document more = left.proposing(view(3, A), TOKEN, true, numbers::incrementAndGet)
                .under(view(3, A), TOKEN, numbers::incrementAndGet);
        for (Document document : List.of(first, fresh, following, left, more)) {
            same(read(document), document);
        }
        assertThat(more.eras()).hasSize(2);
    }

    @Test
    void aSlotIsServedByOneNodeOfAListAndByNoneThatTheNextListTakesItFrom() {
        View now = view(1, A, B);
        View next = view(2, A, B, C);
        Document a = Document.fresh(SELF, now, next, 1);
        Document b = Document.fresh(NodeListing.identity(B), now, null, 2);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            boolean mine = now.owner(slot).equals(A);
            assertThat(a.serves(slot)).isEqualTo(mine && next.owner(slot).equals(A));
            assertThat(b.serves(slot)).isEqualTo(!mine);
        }
    }

    @Test
    void slotsThatStayKeepTheirEraAndOthersGetOneThatWasNeverUsed() {
        Document before = Document.fresh(SELF, view(1, A, B, C), null, 1);
        Document after = before.proposing(view(2, A, B), TOKEN, true, numbers::incrementAndGet)
                .under(view(2, A, B), TOKEN, numbers::incrementAndGet);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            if (after.serves(slot)) {
                assertThat(after.era(slot)).isEqualTo(before.serves(slot) ? 1 : 101);
            }
        }
    }

    @Test
    void aSlotThatAProposalTookAndTheNextOneLeavesComesBackUnderAnotherEra() {
        Document fenced = Document.fresh(SELF, view(1, A, B), view(2, A, B, C), 1);
        Document again = fenced.proposing(view(2, A, B), TOKEN, true, numbers::incrementAndGet);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            if (again.serves(slot)) {
                assertThat(again.era(slot)).isEqualTo(fenced.serves(slot) ? 1 : 101);
            }
        }
        assertThat(fenced.proposing(view(2, A, B, C), TOKEN, true, numbers::incrementAndGet)
                        .eras())
                .isEqualTo(fenced.eras());
    }

    @Test
    void whereErasRunOutAllSlotsGetANewOne() {
        byte[] index = new byte[SlotTable.SLOTS];
        long[] eras = new long[Document.MOST_ERAS];
        for (int slot = 0; slot < index.length; slot++) {
            index[slot] = (byte) (slot % Document.MOST_ERAS);
        }
        Arrays.setAll(eras, i -> i + 1);
        Document full = new Document(SELF, view(1, A, B), view(2, A, B), eras, index, Past.NONE);
        Document after = full.proposing(view(2, A), TOKEN, true, numbers::incrementAndGet)
                .under(view(2, A), TOKEN, numbers::incrementAndGet);
        assertThat(after.eras()).hasSize(1);
        assertThat(after.eras()[0]).isGreaterThan(100);
        same(read(full), full);
    }

    @Test
    void theDocumentOfAnotherNodeOrNamespaceIsRefused() {
        byte[] bytes = format.encode(Document.fresh(SELF, view(1, A, B), null, 1));
        assertThatThrownBy(() -> format.decode(bytes, NodeListing.identity(B)))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("listed twice");
        assertThatThrownBy(() -> new DocumentFormat("other", tables).decode(bytes, SELF))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("namespace space");
        bytes[0] = 9;
        assertThatThrownBy(() -> format.decode(bytes, SELF))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("format 9");
    }

    @Test
    void aDocumentThatIsCutOffIsRefusedAndNeverAnEnd() {
        byte[] bytes = format.encode(Document.fresh(SELF, view(1, A, B), view(2, A), 1));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> format.decode(part, SELF)).isInstanceOf(ConfigurationProblem.class);
        }
    }

    @Test
    void anAddressIsPartOfWhoANodeIsAndAWeightIsNot() {
        NodeAddress moved = new NodeAddress("a", "elsewhere", 11211, 1);
        assertThat(NodeListing.identity(moved)).isNotEqualTo(SELF);
        assertThat(NodeListing.identity(A.weighing(3))).isEqualTo(SELF);
        assertThat(NodeListing.identity(NodeAddress.of("host", 1))).isEqualTo("host:1");
    }
}
