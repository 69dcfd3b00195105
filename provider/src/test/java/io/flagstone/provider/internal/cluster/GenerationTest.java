package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The generation of a cache: one step makes everything unreachable, for every client, at once. */
@Timeout(20)
class GenerationTest {

    private static final String ITEM = "cacheid:gen";

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.PATIENT, node);
    private final TestClient other = new TestClient(TestClient.PATIENT, node);
    private final Keys mine = new Keys(client);
    private final Keys theirs = new Keys(other);

    @AfterEach
    void close() {
        client.close();
        other.close();
        node.close();
    }

    private List<String> listed(Keys keys) {
        List<String> names = new ArrayList<>();
        keys.space().keys().forEach(key -> names.add(new String(key.bytes(), US_ASCII)));
        return names;
    }

    @Test
    void whatOneClientClearsIsGoneForTheOtherAtOnce() {
        mine.set("k", "old");
        assertThat(theirs.get("k")).isEqualTo("old");
        assertThat(mine.space().clear(mine.deadline())).isEmpty();
        assertThat(theirs.get("k")).isNull();
        theirs.set("k", "new");
        assertThat(mine.get("k")).isEqualTo("new");
    }

    @Test
    void aWalkListsWhatWasStoredSinceAnotherClientCleared() {
        mine.set("old", "1");
        assertThat(listed(mine)).containsExactly("old");
        theirs.space().clear(theirs.deadline());
        theirs.set("new", "2");
        assertThat(listed(mine)).containsExactly("new");
    }

    @Test
    void anEvictedGenerationLosesEntriesAndBringsNoneBack() {
        mine.set("k", "old");
        node.items().evict(ITEM);
        assertThat(mine.get("k")).isNull();
        assertThat(theirs.get("k")).isNull();
        mine.set("k", "new");
        node.items().evict(ITEM);
        client.clock().pass(1);
        mine.set("other", "x");
        assertThat(mine.get("k")).isNull();
    }

    @Test
    void aStoreThatAnotherClientsStepOvertakesIsMadeAgainUnderTheNewGeneration() {
        mine.set("k", "first");
        AtomicBoolean stepped = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith("mg " + ITEM) && stepped.compareAndSet(false, true)) {
                theirs.space().clear(theirs.deadline());
            }
            return Deed.ANSWER;
        });
        assertThat(mine.set("k", "second").reply().status()).isEqualTo(Status.DONE);
        assertThat(stepped).isTrue();
        assertThat(mine.get("k")).isEqualTo("second");
        assertThat(theirs.get("k")).isEqualTo("second");
    }

    /** While the node is about to serve a line that begins so: all is cleared, and one who does not know yet stores. */
    private void clearedBefore(String beginning, boolean storedAfterwards) {
        AtomicBoolean done = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith(beginning) && line.contains(":k ") && done.compareAndSet(false, true)) {
                theirs.space().clear(theirs.deadline());
                if (storedAfterwards) {
                    node.items().put(line.split(" ")[1], "stored too late".getBytes(US_ASCII), 0);
                }
            }
            return Deed.ANSWER;
        });
    }

    @Test
    void aReadDoesNotSeeWhatWasStoredUnderANumberThatWasOld() {
        mine.set("k", "old");
        clearedBefore("mg cacheid:", true);
        assertThat(mine.get("k")).isNull();
    }

    @Test
    void aStoreIsNotRefusedForWhatWasStoredUnderANumberThatWasOld() {
        mine.set("other", "x");
        clearedBefore("ms cacheid:", true);
        Exchange add = mine.run("k", wire -> Request.set(wire, new byte[] {'n'}, Request.Mode.ADD, 0, 0, 0));
        assertThat(add.reply().status()).isEqualTo(Status.DONE);
        assertThat(theirs.get("k")).isEqualTo("n");
    }

    @Test
    void aRemovalDoesNotCountForWhatWasStoredUnderANumberThatWasOld() {
        mine.set("other", "x");
        clearedBefore("md cacheid:", true);
        Exchange delete = mine.run("k", wire -> Request.delete(wire, Request.ANY_CAS));
        assertThat(delete.reply().status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aStoreThatAClearOvertakesOnTheNodeHappenedBeforeTheClear() {
        mine.set("other", "x");
        clearedBefore("ms cacheid:", false);
        assertThat(mine.set("k", "v").reply().status()).isEqualTo(Status.DONE);
        assertThat(mine.get("k")).isNull();
        assertThat(theirs.get("k")).isNull();
    }

    @Test
    void aTokenOfAnOldGenerationDoesNotStoreIntoTheNewOne() {
        mine.set("k", "old");
        Exchange read = mine.run("k", Request::get);
        theirs.space().clear(theirs.deadline());
        Exchange store = new Exchange(
                Keys.key("k"),
                Verb.SET,
                wire -> Request.set(
                        wire, new byte[] {1}, Request.Mode.SET, read.reply().cas(), 0, 0),
                read.incarnation());
        mine.space().run(store, mine.deadline());
        assertThat(store.reply().status()).isEqualTo(Status.NOT_FOUND);
        assertThat(mine.get("k")).isNull();
    }

    @Test
    void aGenerationThatIsNotANumberFailsAndSaysSo() {
        mine.set("k", "v");
        node.items().put(ITEM, "garbage".getBytes(US_ASCII), 0);
        Exchange read = mine.run("k", Request::get);
        assertThat(read.outcome()).isEqualTo(Exchange.Outcome.FAILED);
        assertThatThrownBy(read::reply)
                .isInstanceOf(ReplyNotUnderstood.class)
                .hasMessageContaining("node fake")
                .hasMessageContaining("generation");
    }

    @Test
    void wireKeysAreTheCacheTheGenerationAndTheKey() {
        mine.set("k", "v");
        assertThat(node.items().keys())
                .hasSize(2)
                .contains(ITEM)
                .anyMatch(key -> key.matches("cacheid:[-0-9A-Z_a-z]{9}:k"));
        assertThat(mine.space().keyOverhead()).isEqualTo("cacheid".length() + 2 + 9);
    }

    @Test
    void generationsGrowAsTheirTextDoes() {
        mine.set("a", "v");
        for (int i = 0; i < 100; i++) {
            mine.space().clear(mine.deadline());
            mine.set("a", "v");
        }
        List<String> keys = new ArrayList<>(node.items().keys());
        keys.remove(ITEM);
        assertThat(keys).hasSize(101).isSorted().doesNotHaveDuplicates();
        assertThat(listed(mine)).containsExactly("a");
    }

    @Test
    void aStoreWhoseGenerationCannotBeConfirmedIsUnknownForItWasCarriedOut() {
        mine.set("k", "v");
        node.script(line -> line.startsWith("mg " + ITEM) ? Deed.REFUSE : Deed.ANSWER);
        Exchange read = mine.run("k", Request::get);
        assertThat(read.outcome()).isEqualTo(Exchange.Outcome.FAILED);
        assertThatThrownBy(read::reply).isInstanceOf(ServerRefused.class);
        assertThat(mine.set("k", "carried out all the same").outcome()).isEqualTo(Exchange.Outcome.UNKNOWN);
    }
}
