package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question to the old owner of a slot: what it still has of a key, or that it forgets it. */
final class Origin {

    /** Longer than this nobody waits for an old owner. */
    private static final int PATIENCE = 50;

    /** What came of it. */
    enum Fate {
        /** It has the value that was the last one to count. */
        FOUND,
        /** It has nothing that could ever be copied. */
        NOTHING,
        /** It could not be asked, or did not answer in time. */
        SILENT
    }

    /** What it said. */
    record Answer(Fate fate, @Nullable String value) {}

    private final World world;
    private final Client client;
    private final WarmUp rules;
    private final Link link;
    private final View from;
    private final View to;
    private final String key;
    private final int slot;
    private final boolean forgetting;
    private final Consumer<Answer> then;
    private boolean ended;

    /**
     * A question.
     *
     * @param owner the new owner's document, which names the list before
     * @param forgetting whether the key is to be forgotten
     */
    Origin(
            World world,
            Client client,
            WarmUp rules,
            Document owner,
            String key,
            int slot,
            boolean forgetting,
            Consumer<Answer> then) {
        this.world = world;
        this.client = client;
        this.rules = rules;
        this.link = client.link(String.valueOf(owner.source(slot)));
        this.from = Objects.requireNonNull(owner.past().warm());
        this.to = owner.view();
        this.key = key;
        this.slot = slot;
        this.forgetting = forgetting;
        this.then = then;
    }

    void ask() {
        world.after(PATIENCE, () -> client.enter(() -> end(Fate.SILENT, null)));
        look();
    }

    private void end(Fate fate, @Nullable String value) {
        if (!ended) {
            ended = true;
            world.trace(() -> client.name() + " hears of " + key + " from " + link.name() + " " + fate + " " + value);
            then.accept(new Answer(fate, value));
        }
    }

    private void look() {
        if (ended) {
            return;
        }
        link.read(seen -> {
            if (seen == null) {
                end(Fate.SILENT, null);
                return;
            }
            Document document = seen.document();
            Past.Source source = document == null ? null : rules.source(document, seen.token(), from, to, slot);
            if (source == null) {
                end(Fate.NOTHING, null);
            } else {
                link.batch(List.of(Command.get(Link.GENERATION)), (fate, replies) -> {
                    if (fate != Link.Fate.ANSWERED) {
                        end(Fate.SILENT, null);
                    } else if (replies.get(0).number() == 0) {
                        end(Fate.NOTHING, null); // the next one will be another
                    } else {
                        ask(seen, source, replies.get(0).number());
                    }
                });
            }
        });
    }

    private void ask(Seen seen, Past.Source source, long generation) {
        if (ended) {
            return;
        }
        Command view = Command.get(Document.ITEM);
        Command number = Command.get(Link.GENERATION);
        String item = key + ":" + source.era() + ":" + generation;
        Command command = forgetting ? Command.delete(item, 0) : Command.get(item);
        link.batch(List.of(view, number, command, view, number), (fate, replies) -> {
            if (fate != Link.Fate.ANSWERED || link.wire() != seen.wire()) {
                end(Fate.SILENT, null);
            } else if (isAsBefore(replies, 0, seen, generation) && isAsBefore(replies, 3, seen, generation)) {
                judge(replies.get(2), source);
            } else {
                look();
            }
        });
    }

    private static boolean isAsBefore(List<Reply> replies, int at, Seen seen, long generation) {
        return replies.get(at).cas() == seen.token() && replies.get(at + 1).number() == generation;
    }

    private void judge(Reply reply, Past.Source source) {
        if (!forgetting && reply.value() instanceof String value && rules.mayBeCopied(reply, source)) {
            end(Fate.FOUND, value);
        } else {
            end(Fate.NOTHING, null);
        }
    }
}
