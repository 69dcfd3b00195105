package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.World;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The warm-up, each without one of its rules. */
final class BrokenWarmUp {

    private BrokenWarmUp() {}

    /** Whatever the old owner has is copied, also what was stored there after the slot was fenced. */
    static final class CopiesWhatCameLate extends WarmUp {

        @Override
        boolean mayBeCopied(Reply reply, Past.Source source) {
            return true;
        }
    }

    /** The token of the document as it is now is taken for that of the one that fenced the slot. */
    static final class FencedByTheLast extends WarmUp {

        @Override
        Past.@Nullable Source source(Document document, long token, View from, View to, int slot) {
            Past.Source source = Past.source(document, token, from, to, slot);
            return source == null || !to.equals(document.next()) ? source : new Past.Source(source.era(), token);
        }
    }

    /** Whoever ends a warm-up leaves it to the document to say that it is the one that fenced the slots. */
    static final class FencedByTheEnd extends WarmUp {

        @Override
        Document cold(Document document, long token) {
            return document.warmedBy(null);
        }
    }

    /** Changes are made at the new owner only. */
    static final class ForgetsNothing extends WarmUp {

        @Override
        void change(Runnable forgettingFirst, Runnable atOnce) {
            atOnce.run();
        }
    }

    /** The old owner forgets what was changed, afterwards. */
    static final class ForgetsLast extends WarmUp {

        @Override
        void change(Runnable forgettingFirst, Runnable atOnce) {
            atOnce.run();
        }

        @Override
        void changed(Runnable forgettingLast, Runnable end) {
            forgettingLast.run();
        }
    }

    /** A change goes on where the old owner cannot be asked. */
    static final class ChangesInSilence extends WarmUp {

        @Override
        boolean endsWhereSilent(boolean reading) {
            return reading;
        }
    }

    /** A read says that nothing is there where the old owner cannot be asked. */
    static final class MissesInSilence extends WarmUp {

        @Override
        boolean endsWhereSilent(boolean reading) {
            return !reading;
        }
    }

    /** Clears step the generations of the list's nodes only. */
    static final class ClearsNodesOnly extends WarmUp {

        @Override
        void clear(Consumer<Runnable> origins, Consumer<Runnable> nodes, Runnable end) {
            nodes.accept(end);
        }
    }

    /** Clears step the generations of old owners last. */
    static final class ClearsOriginsLast extends WarmUp {

        @Override
        void clear(Consumer<Runnable> origins, Consumer<Runnable> nodes, Runnable end) {
            nodes.accept(() -> origins.accept(end));
        }
    }

    /** Reads leave no empty item; copies are added. */
    static final class CopiesByAdd extends WarmUp {

        @Override
        Command reading(String key) {
            return Command.get(key);
        }

        @Override
        Command copy(String key, String value, long token) {
            return Command.add(key, value);
        }
    }

    /** The old owner has nothing, and the read says so, whatever another may still copy. */
    static final class MissesUnsettled extends WarmUp {

        @Override
        boolean settles(boolean warm) {
            return !warm;
        }
    }

    /** After the end of a warm-up an empty item is nothing. */
    static final class EmptyIsNothing extends WarmUp {

        @Override
        boolean settles(boolean warm) {
            return warm;
        }
    }

    /** A node that has lost its document is given what it had said of the end of the list before. */
    static final class FormerAfterLoss extends WarmUp {

        @Override
        Document refilled(Client client, String node, View view, @Nullable View next, World world) {
            Document fresh = super.refilled(client, node, view, next, world);
            Past.Former former = client.warmth().former(node);
            return former == null || former.list().version() + 1 != view.version() ? fresh : fresh.ending(former);
        }
    }

    /** A node that has lost its document is warmed like one that joins. */
    static final class WarmAfterLoss extends WarmUp {

        @Override
        @Nullable
        View former(Joining joining, String node, View list, @Nullable Seen over) {
            View former = joining.formerOf(list);
            return former == null || former.nodes().contains(node) ? null : former;
        }
    }
}
