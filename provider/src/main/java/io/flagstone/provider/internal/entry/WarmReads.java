package io.flagstone.provider.internal.entry;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Origins.Question;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.entry.ItemFormat.Item;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of keys whose owner is new and has nothing yet: what the former owner has is put there, and is the answer (decision 313).
 *
 * <pre>
 *   nothing ─► mark ─► ask the former owner ─┬─ an entry ─► store it over the mark ─► answer
 *                ▲                           └─ nothing ──► take the mark away, read ─► answer
 *                └──────────── the mark has gone: read again ◄─┘
 * </pre>
 *
 * A mark is an empty item that only says that an entry may still come to be there. Whoever finds one takes part, by its token. While
 * it is there nobody says that there is nothing: it is filled or taken away first. Any change of the entry takes it away, too, and
 * comes after the former owner has forgotten the key; so what is stored over a mark is never older than what counts.
 */
final class WarmReads {

    /** Client flags of a mark: of no kind that {@link FlagsHint} knows. */
    private static final int MARK = 1;

    /** A mark that is left over is taken by the next reader; this only keeps those of keys that nobody reads from piling up. */
    private static final int MARK_SECONDS = 30;

    private static final byte[] NOTHING = {};

    /** Keys at once: each may take two exchanges. */
    private static final int WINDOW = Space.WINDOW / 2;

    private final Space space;
    private final ItemFormat format;
    private final Seal seal;
    private final Clock clock;
    private final CacheCounters counters;
    private final boolean fills;

    /**
     * @param fills whether this cache's entries are taken over; marks of other clients are taken away in any case
     */
    WarmReads(Space space, ItemFormat format, Seal seal, Clock clock, CacheCounters counters, boolean fills) {
        this.space = space;
        this.format = format;
        this.seal = seal;
        this.clock = clock;
        this.counters = counters;
        this.fills = fills;
    }

    /** A key on its way. */
    private static final class Case {

        final EntryKey key;
        final Exchange.Command command;

        /** What is at the owner, as read last; null where it has to be read. */
        @Nullable
        Exchange read;

        /** Nothing will come from a former owner any more. */
        boolean settled;

        /** What the former owner has does not fit, so it is deleted instead of read. */
        boolean unfit;

        Entry.@Nullable Token mark;

        @Nullable
        Question question;

        @Nullable
        Entry entry;

        Case(EntryKey key, Exchange read, Exchange.Command command) {
            this.key = key;
            this.read = read;
            this.command = command;
        }

        Exchange reading(boolean plainly) {
            Exchange reading = new Exchange(key.spaceKey(), Verb.GET, command);
            return plainly ? reading : reading.whenMoved(Request::get);
        }
    }

    /** Whether what was answered is not the last word. */
    boolean isOpen(Exchange read) {
        return read.failure() == null && (isMark(read.reply()) || mayCome(read));
    }

    private static boolean isMark(Reply reply) {
        return reply.status() != Status.MISS && reply.isEmptyWith(MARK);
    }

    private boolean mayCome(Exchange read) {
        return fills && read.origin() != null && read.reply().status() == Status.MISS;
    }

    /** The entry, now that something was answered that is not the last word. */
    Entry settled(EntryKey key, Exchange read, Exchange.Command command, Deadline deadline) {
        Case one = new Case(key, read, command);
        settle(List.of(one), deadline);
        return entry(one);
    }

    /** The same for those among many for which that is so, in their places. */
    void settle(
            List<EntryKey> keys,
            List<Exchange> reads,
            List<Entry> entries,
            Exchange.Command command,
            Deadline deadline) {
        List<Integer> places = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            if (isOpen(reads.get(i))) {
                places.add(i);
                cases.add(new Case(keys.get(i), reads.get(i), command));
            }
        }
        for (int from = 0; from < cases.size(); from += WINDOW) {
            settle(cases.subList(from, Math.min(cases.size(), from + WINDOW)), deadline);
        }
        for (int i = 0; i < cases.size(); i++) {
            entries.set(places.get(i), entry(cases.get(i)));
        }
    }

    private static Entry entry(Case one) {
        if (one.entry == null) {
            throw new IllegalStateException("a key was left open");
        }
        return one.entry;
    }

    private void settle(List<Case> cases, Deadline deadline) {
        List<Case> open = cases;
        while (!open.isEmpty()) {
            readAgain(open, deadline);
            open = stillOpen(open, deadline);
            mark(open, deadline);
            ask(open, deadline);
            finish(open, deadline);
        }
    }

    private void readAgain(List<Case> cases, Deadline deadline) {
        List<Exchange> reads = new ArrayList<>();
        for (Case one : cases) {
            if (one.read == null) {
                one.read = one.reading(false);
                reads.add(one.read);
            }
        }
        space.runAll(reads, deadline);
    }

    /** Those that have no answer yet; the others get their entry. */
    private List<Case> stillOpen(List<Case> cases, Deadline deadline) {
        List<Case> open = new ArrayList<>();
        for (Case one : cases) {
            Exchange read = one.read;
            if (one.entry != null || read == null) {
                continue;
            }
            if (read.failure() != null) {
                one.entry = Entry.unreachable(one.key, read.failure());
            } else if (!isMark(read.reply()) && (one.settled || !mayCome(read))) {
                one.entry = entry(one.key, read);
            } else if (deadline.passed()) {
                one.entry = Entry.unreachable(
                        one.key,
                        new DeadlineExceeded(
                                "an entry was still being taken over from the former owner of its key, after "
                                        + deadline.elapsedText()));
            } else {
                open.add(one);
            }
        }
        return open;
    }

    private Entry entry(EntryKey key, Exchange read) {
        Reply reply = read.reply();
        return reply.status() == Status.MISS
                ? Entry.absent(key)
                : format.read(key, Sealed.opened(read, seal), token(read), clock.millis());
    }

    private static Entry.Token token(Exchange exchange) {
        return new Entry.Token(exchange.reply().cas(), exchange.incarnation());
    }

    // --- the mark ---

    private void mark(List<Case> cases, Deadline deadline) {
        List<Exchange> marks = new ArrayList<>();
        List<Case> marked = new ArrayList<>();
        for (Case one : cases) {
            Exchange read = one.read;
            one.mark = null;
            one.question = null;
            if (read != null && isMark(read.reply())) {
                found(one, read);
            } else {
                marked.add(one);
                marks.add(new Exchange(
                                one.key.spaceKey(),
                                Verb.SET,
                                wire -> Request.set(
                                        wire, NOTHING, Request.Mode.ADD, Request.ANY_CAS, MARK, MARK_SECONDS))
                        .aside());
            }
        }
        space.runAll(marks, deadline);
        for (int i = 0; i < marks.size(); i++) {
            if (isDone(marks.get(i))) {
                found(marked.get(i), marks.get(i));
            }
        }
    }

    /** A mark is there, and here is what may be put in its place, if anything. */
    private void found(Case one, Exchange exchange) {
        one.mark = token(exchange);
        Origin origin = fills ? exchange.origin() : null;
        one.settled = origin == null;
        if (origin != null) {
            Exchange asked = one.unfit
                    ? new Exchange(one.key.spaceKey(), Verb.DELETE, wire -> Request.delete(wire, Request.ANY_CAS))
                    : new Exchange(one.key.spaceKey(), Verb.GET, Request::get);
            one.question = new Question(asked, origin);
        }
    }

    private static boolean isDone(Exchange exchange) {
        return exchange.failure() == null
                && exchange.outcome() == Exchange.Outcome.ANSWERED
                && exchange.reply().status() == Status.DONE;
    }

    // --- the former owner ---

    private void ask(List<Case> cases, Deadline deadline) {
        List<Question> questions = new ArrayList<>();
        for (Case one : cases) {
            if (one.question != null) {
                questions.add(one.question);
            }
        }
        space.ask(questions, deadline);
    }

    /** Stores what was found over the marks, takes away the others, and reads what is there then. */
    private void finish(List<Case> cases, Deadline deadline) {
        List<Exchange> exchanges = new ArrayList<>();
        List<Case> filled = new ArrayList<>();
        List<Exchange> fillings = new ArrayList<>();
        List<Entry> found = new ArrayList<>();
        for (Case one : cases) {
            one.read = null;
            Entry.Token mark = one.mark;
            Entry entry = one.question == null ? null : found(one, one.question, deadline);
            if (mark != null && entry != null) {
                Exchange filling = filling(entry, mark);
                exchanges.add(filling);
                fillings.add(filling);
                filled.add(one);
                found.add(entry);
            } else if (mark != null && one.settled) {
                exchanges.add(new Exchange(
                                one.key.spaceKey(),
                                Verb.DELETE,
                                wire -> Request.delete(wire, mark.cas()),
                                mark.incarnation())
                        .aside());
                one.read = one.reading(true);
                exchanges.add(one.read);
            }
        }
        space.runAll(exchanges, deadline);
        for (int i = 0; i < filled.size(); i++) {
            conclude(filled.get(i), fillings.get(i), found.get(i));
        }
    }

    /** The live entry that the former owner has, or null. */
    private @Nullable Entry found(Case one, Question question, Deadline deadline) {
        Entry entry = null;
        switch (question.result()) {
            case FOUND ->
                entry = format.read(
                        one.key, Sealed.opened(question.exchange(), seal), Entry.Token.NONE, clock.millis());
            case UNASKED -> one.settled = space.endWarmUp(question, deadline);
            default -> one.settled = true;
        }
        if (entry != null && !entry.isLive()) {
            one.settled = true;
            entry = null;
        }
        counters.count(Figure.WARM_MISSES, one.settled ? 1 : 0);
        return entry;
    }

    private Exchange filling(Entry entry, Entry.Token mark) {
        Item item = format.live(entry.key(), entry.payload(), entry.end());
        int ttl = format.timeToLive(entry.end(), clock.millis());
        return new Exchange(
                        entry.key().spaceKey(),
                        Verb.SET,
                        wire -> Request.set(
                                wire, seal.close(item.bytes(), wire), Request.Mode.SET, mark.cas(), item.flags(), ttl),
                        mark.incarnation())
                .aside();
    }

    private void conclude(Case one, Exchange filling, Entry found) {
        if (isDone(filling)) {
            counters.count(Figure.WARMED, 1);
            one.entry = Entry.present(one.key, token(filling), found.payload(), found.end(), false, clock.millis());
            return;
        }
        one.unfit |= filling.failure() instanceof ServerRefused;
    }
}
