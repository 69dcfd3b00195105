package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.Socket;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one client knows of one node: its connection, the document as last read on it, the generation, what it owes. */
final class Link {

    /** What became of requests. */
    enum Fate {
        ANSWERED,
        /** The connection broke after they were sent. */
        LOST,
        /** There was no connection. */
        UNSENT
    }

    /** The item that holds the generation. */
    static final String GENERATION = "gen";

    private static final Wire.Stalls STALLS = new Wire.Stalls(0.01, 150);

    private final World world;
    private final Client client;
    private final Node node;
    private final Socket socket;
    private @Nullable Document document;
    private long token;
    private long generation;
    private boolean owesRenewal;

    Link(World world, Client client, Node node) {
        this.world = world;
        this.client = client;
        this.node = node;
        this.socket = new Socket(world, client, node, STALLS);
    }

    Node node() {
        return node;
    }

    String name() {
        return node.name();
    }

    /** The document as last read on this connection; null also when the node has none. */
    @Nullable
    Document document() {
        return document;
    }

    /** The document's token, which tells it from any other that this process ever held; zero when there was no item. */
    long token() {
        return token;
    }

    long generation() {
        return generation;
    }

    void generationIs(long number) {
        generation = number;
    }

    /** The connection, to tell whether it is still the same; null when there is none. */
    @Nullable
    Wire wire() {
        return socket.wire();
    }

    void setCut(boolean cut) {
        socket.setCut(cut);
    }

    void hangUp() {
        socket.hangUp();
    }

    /** The connection is gone. Mutations on their way may still be carried out, under the generation they were sent with. */
    void broke(Wire broken, List<Command> lost) {
        owesRenewal |= lost.stream().anyMatch(Command::isMutation);
        if (socket.forget(broken)) {
            document = null;
            token = 0;
        }
    }

    /** Sends requests, behind what is owed. */
    void batch(List<Command> commands, BiConsumer<Fate, List<Reply>> then) {
        Wire now = socket.connected();
        if (now == null) {
            world.after(world.between(1, 5), () -> client.enter(() -> then.accept(Fate.UNSENT, List.of())));
            return;
        }
        List<Command> all = new ArrayList<>(commands);
        boolean paying = owesRenewal;
        if (paying) {
            all.add(0, Command.step(GENERATION, 1, world.number()));
        }
        now.send(all, replies -> {
            if (replies == null) {
                then.accept(Fate.LOST, List.of());
                return;
            }
            if (paying) {
                owesRenewal = false;
            }
            then.accept(Fate.ANSWERED, replies.subList(paying ? 1 : 0, replies.size()));
        });
    }

    /** Reads the document; hears null when that failed. */
    void read(Consumer<@Nullable Seen> then) {
        read(Command.get(Document.ITEM), then);
    }

    /** Reads the document; where there is none, an empty item is left, whose token can be filled. */
    void readForFilling(Consumer<@Nullable Seen> then) {
        read(client.protocol().readForFilling(), then);
    }

    private void read(Command command, Consumer<@Nullable Seen> then) {
        batch(List.of(command), (fate, replies) -> {
            Wire on = socket.wire();
            if (fate != Fate.ANSWERED || on == null) {
                then.accept(null);
                return;
            }
            learn((Document) replies.get(0).value(), replies.get(0).cas());
            then.accept(new Seen(document, token, on));
        });
    }

    private void learn(@Nullable Document read, long itsToken) {
        token = itsToken;
        document = read;
        if (read != null) {
            client.heardOf(read);
        }
    }

    /** Stores a document over the one that was seen, on the same connection; hears false when that was not confirmed. */
    void write(Document next, Seen seen, Consumer<Boolean> then) {
        if (seen.wire() != socket.wire() || seen.token() == 0) {
            then.accept(false);
        } else {
            store(Command.set(Document.ITEM, next, seen.token()), next, then);
        }
    }

    /** Stores a document if the node has none, without a token. */
    void add(Document next, Consumer<Boolean> then) {
        store(Command.add(Document.ITEM, next), next, then);
    }

    /** Stores a document, whatever is there. */
    void overwrite(Document next, Consumer<Boolean> then) {
        store(Command.set(Document.ITEM, next, 0), next, then);
    }

    private void store(Command command, Document next, Consumer<Boolean> then) {
        batch(List.of(command), (fate, replies) -> {
            boolean done = fate == Fate.ANSWERED && replies.get(0).isDone();
            if (done) {
                learn(next, replies.get(0).cas());
            }
            then.accept(done);
        });
    }
}
