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

    // --- slots that come and go ---

    private static final String OTHER = NodeListing.identity(B);

    /** A slot that the first list gives to A alone of both lists, and the second to C. */
    private int moved(View from, View to) {
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            if (from.owner(slot).equals(A) && to.owner(slot).equals(C)) {
                return slot;
            }
        }
        throw new AssertionError("no slot moves");
    }

    @Test
    void theFirstDocumentThatEndsSlotsTellsWhenAndThoseStoredOverItKeepThat() {
        View from = view(1, A, B);
        View to = view(2, A, B, C);
        int slot = moved(from, to);
        Origin origin = new Origin(A, from, to);
        Document before = Document.fresh(SELF, from, null, 1);
        assertThat((@Nullable Object) before.left(slot, origin, 10)).isNull();
        Document first = read(before.proposing(to, 10, true, numbers::incrementAndGet));
        assertThat((@Nullable Object) first.left(slot, origin, 11)).isEqualTo(new Left(1, 11));
        for (Document again : List.of(
                first.proposing(to, 11, true, numbers::incrementAndGet),
                first.proposing(to, 11, false, numbers::incrementAndGet),
                first.again(11),
                first.cooled(11))) {
            assertThat((@Nullable Object) read(again).left(slot, origin, 12)).isEqualTo(new Left(1, 11));
        }
        Document after = read(first.under(to, 11, numbers::incrementAndGet));
        assertThat((@Nullable Object) after.left(slot, origin, 13)).isEqualTo(new Left(1, 11));
        Document later = after.proposing(view(3, A), 13, true, numbers::incrementAndGet);
        assertThat((@Nullable Object) read(later).left(slot, origin, 14)).isEqualTo(new Left(1, 11));
        Document gone = read(later.under(view(3, A), 14, numbers::incrementAndGet));
        assertThat((@Nullable Object) gone.left(slot, origin, 15)).isNull();
    }

    @Test
    void whereItCannotBeToldWhenSlotsEndedNothingIsSaidOfThem() {
        View from = view(1, A, B);
        View to = view(2, A, B, C);
        int slot = moved(from, to);
        Origin origin = new Origin(A, from, to);
        Document before = Document.fresh(SELF, from, null, 1);
        List<Document> silent = List.of(
                before.proposing(to, 10, false, numbers::incrementAndGet),
                before.proposing(view(2, A), 10, true, numbers::incrementAndGet)
                        .proposing(to, 11, true, numbers::incrementAndGet),
                Document.fresh(SELF, from, to, 1),
                Document.fresh(SELF, to, null, 1));
        for (Document document : silent) {
            assertThat((@Nullable Object) read(document).left(slot, origin, 12)).isNull();
            Document after = document.under(to, 12, numbers::incrementAndGet);
            assertThat((@Nullable Object) read(after).left(slot, origin, 13)).isNull();
        }
    }

    @Test
    void entriesAreTakenOverForSlotsThatOthersHadAndUntilTheNextList() {
        View from = view(1, A, B);
        View to = view(2, A, B, C);
        String joined = NodeListing.identity(C);
        Document c = Document.fresh(joined, to, null, 1).warmedBy(from);
        Document read = format.decode(format.encode(c), joined);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            boolean mine = to.owner(slot).equals(C);
            assertThat((@Nullable Object) read.origin(slot))
                    .isEqualTo(mine ? new Origin(from.owner(slot), from, to) : null);
        }
        assertThat(read.origins()).containsExactlyInAnyOrder(A, B);
        Document leaving = read.proposing(view(3, A, C), 9, true, numbers::incrementAndGet);
        assertThat((@Nullable Object) leaving.warm()).isEqualTo(from);
        assertThat((@Nullable Object) leaving.cooled(10).warm()).isNull();
        assertThat((@Nullable Object) leaving.under(view(3, A, C), 10, numbers::incrementAndGet)
                        .warm())
                .isNull();
        assertThat(Document.fresh(OTHER, to, null, 1).warmedBy(from).origins()).isEmpty();
    }

    @Test
    void anEntryCountedIfItIsOlderThanTheEndOfItsSlot() {
        Left left = new Left(1, 100);
        assertThat(left.counted(99)).isTrue();
        assertThat(left.counted(100)).isFalse();
        assertThat(left.counted(101)).isFalse();
        assertThat(left.counted(0)).isFalse();
        assertThat(new Left(1, -5).counted(-6)).isTrue(); // tokens have 64 bits and no sign
    }

    @Test
    void formerVersionsUnderstandADocumentThatSaysNothingOfItsPast() {
        Document plain = Document.fresh(SELF, view(1, A, B), null, 1);
        assertThat(format.encode(plain)[0]).isEqualTo((byte) 1);
        Document proposing = plain.proposing(view(2, A), TOKEN, false, numbers::incrementAndGet);
        assertThat(format.encode(proposing)[0]).isEqualTo((byte) 1);
    }

    @Test
    void whatIsSaidInThePlaceOfADocumentIsNone() {
        Prepared prepared = new Prepared(view(1, A, B), view(2, A, B, C));
        Seen seen = format.seen(format.encode(prepared, SELF), SELF, 7, 8);
        assertThat((@Nullable Object) seen.document()).isNull();
        assertThat((@Nullable Object) seen.prepared()).isEqualTo(prepared);
        assertThatThrownBy(() -> format.decode(format.encode(prepared, SELF), SELF))
                .isInstanceOf(ConfigurationProblem.class);
        assertThatThrownBy(() -> format.seen(format.encode(prepared, SELF), OTHER, 7, 8))
                .hasMessageContaining("listed twice");
    }
}
