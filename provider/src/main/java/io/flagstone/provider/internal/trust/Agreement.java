package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * On how many nodes the entries of one cache are, for one client, and whether the others say the same. One that says less would
 * leave former values in copies that it does not know of, so who comes with another number is refused while they are at work.
 *
 * <p>Every node that is used for the cache keeps an item that says it ({@link CopyCount}). {@link AgreementCheck} looks at that of
 * one node. A look is good until somebody else's word is put in its place, and that steps the generations of what the former
 * clients know: they look again before anything else that they do counts (decision 303).
 */
public final class Agreement {

    /** Seconds after which what nobody has repeated does not bind others any more. A guess: a pause, not a change of plans. */
    static final int LAPSE_SECONDS = 30;

    /** Seconds after which it is forgotten: clients that come back later begin anew. A guess: longer than a weekend. */
    static final int LIFE_SECONDS = 7 * 24 * 60 * 60;

    /**
     * By how much a generation is stepped then. A clear steps it by one: who finds it so many short of this further on knows that
     * nobody has come in the place of others, and need not look. A later seed is larger still: a millisecond counts 1024.
     */
    static final long STEP = 1024;

    private static final System.Logger LOG = System.getLogger(Agreement.class.getName());

    /** Between two looks of a client that is refused. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    /**
     * The keys of a cache's items on each node.
     *
     * @param statement on how many nodes the entries are
     * @param generation that of the entries
     * @param copies that of the copies
     */
    public record Items(byte[] statement, byte[] generation, byte[] copies) {}

    /**
     * What clients have in common whatever the cache.
     *
     * @param nodes those that can be asked now, by their names
     * @param executor runs what may block
     * @param patience for what nobody waits for
     * @param met counts the caches that turned out to be others'
     */
    public record Surroundings(
            Supplier<Map<String, Connection>> nodes,
            Clock clock,
            Executor executor,
            Duration patience,
            AtomicLong met) {}

    /** What a node's item says, beside what this client would say. */
    enum Said {
        NOTHING,
        SAME,
        /** The same, and nobody has repeated it for so long that others may say something else. */
        SAME_ONCE,
        /** Another number, which does not bind anybody any more. */
        OTHER_ONCE,
        OTHER,
        UNCLEAR
    }

    private record Refusal(String why, long at) {}

    private final String cache;
    private final Items items;
    private final CopyCount mine;
    private final Surroundings surroundings;
    private final Map<String, AgreementCheck> checks = new ConcurrentHashMap<>();

    private volatile int term = 1;
    private volatile @Nullable Refusal refusal;

    /**
     * @param cache its name
     */
    public Agreement(String cache, Items items, int copies, Surroundings surroundings) {
        this.cache = cache;
        this.items = items;
        this.mine = new CopyCount(copies);
        this.surroundings = surroundings;
    }

    /** What to look at on the node of this name. */
    public AgreementCheck on(String node) {
        return checks.computeIfAbsent(node, name -> new AgreementCheck(this, name));
    }

    /** Whatever was found in another term says nothing in this one. */
    int term() {
        return term;
    }

    /** Everything is to be looked at again. */
    synchronized void reconsider() {
        term++;
    }

    Clock clock() {
        return surroundings.clock();
    }

    void inBackground(Runnable task) {
        surroundings.executor().execute(task);
    }

    Deadline patience() {
        return Deadline.in(clock(), surroundings.patience().toNanos());
    }

    // --- what is said ---

    Request question() {
        return Request.get(items.statement());
    }

    Said said(Reply reply) {
        byte[] value = reply.value();
        if (value == null || reply.status() != Status.VALUE) {
            return reply.status() == Status.MISS ? Said.NOTHING : Said.SAME; // a node that keeps none is no other cache
        }
        CopyCount found = CopyCount.parse(value);
        if (found == null) {
            return Said.UNCLEAR;
        }
        boolean once = secondsSince(reply) >= LAPSE_SECONDS;
        if (found.equals(mine)) {
            return once ? Said.SAME_ONCE : Said.SAME;
        }
        return once ? Said.OTHER_ONCE : Said.OTHER;
    }

    /** Since somebody has said it; 0 where the item does not tell. */
    static int secondsSince(Reply reply) {
        return reply.ttl() < 0 ? 0 : Math.max(0, LIFE_SECONDS - reply.ttl());
    }

    /** Says it in the place of what was read, if that is still there. */
    Request repeated(Reply read) {
        return Request.set(items.statement(), mine.encoded(), Request.Mode.SET, read.cas(), 0, LIFE_SECONDS);
    }

    /** Says it where nothing is. */
    Request added() {
        return Request.set(items.statement(), mine.encoded(), Request.Mode.ADD, Request.ANY_CAS, 0, LIFE_SECONDS);
    }

    /**
     * Says it where others did, or nobody. The generations go first: nobody must find the former word under one that is stepped
     * later. Who had one copy reads none, but changes entries: they are out of its reach from then on, and lost.
     */
    List<Request> taken(Reply read) {
        List<Request> requests = new ArrayList<>();
        if (hasCopies()) {
            requests.add(Request.step(items.generation(), STEP));
        }
        requests.add(Request.step(items.copies(), STEP));
        requests.add(read.status() == Status.MISS ? added() : repeated(read));
        return requests;
    }

    boolean hasCopies() {
        return mine.copies() > 1;
    }

    // --- those who say something else ---

    /** What the nodes say that can be asked now. */
    private Map<String, Reply> asked(Map<String, Connection> nodes, Deadline deadline) {
        Deadline half = Deadline.in(clock(), deadline.remaining() / 2);
        List<@Nullable Reply> replies = Asking.each(nodes.values(), half, question());
        Map<String, Reply> answers = new LinkedHashMap<>();
        int at = 0;
        for (String node : nodes.keySet()) {
            Reply reply = replies.get(at++);
            if (reply != null) {
                answers.put(node, reply);
            }
        }
        return answers;
    }

    private String objection(Map<String, Reply> answers) {
        return answers.entrySet().stream()
                .map(answer -> objection(answer.getKey(), answer.getValue()))
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String objection(String node, Reply reply) {
        return switch (said(reply)) {
            case OTHER -> differs(node, reply);
            case UNCLEAR ->
                "node " + node + " has an item " + name()
                        + " that this version does not understand, so nobody knows how many"
                        + " copies other clients make of cache " + cache
                        + ". Nothing is read or changed there; find out who"
                        + " has stored it, or delete it";
            default -> "";
        };
    }

    private String differs(String node, Reply reply) {
        byte[] value = reply.value();
        return "cache " + cache + " has " + mine + " here, and "
                + (value == null ? "another number" : CopyCount.parse(value)) + " at other clients, as node " + node
                + " knows from them: one with fewer copies would leave former values in the others. Nothing is read or"
                + " changed here. Set flagstone.cache." + cache
                + ".copies to the same number at all clients; after a change"
                + " on purpose, end the clients that have the former one, and wait " + LAPSE_SECONDS
                + " s or delete the item "
                + name() + " on every node";
    }

    private String name() {
        return new String(items.statement(), US_ASCII);
    }

    /** This node says something else; returns what is wrong. */
    String refuse(String node, Reply reply) {
        return refuse(objection(node, reply));
    }

    private synchronized String refuse(String why) {
        Refusal before = refusal;
        refusal = new Refusal(why, clock().nanos());
        if (before == null) {
            term++;
            surroundings.met().incrementAndGet();
            LOG.log(System.Logger.Level.ERROR, "cache {0} is refused: {1}", cache, why);
        }
        return why;
    }

    /**
     * The present term.
     *
     * @throws ConfigurationProblem while others say something else
     */
    int admitted(Deadline deadline) {
        int now = term;
        Refusal present = refusal;
        if (present != null && !isOver(present, deadline)) {
            throw new ConfigurationProblem(present.why());
        }
        return now;
    }

    /** Looks again from time to time, one thread for all. */
    private boolean isOver(Refusal present, Deadline deadline) {
        synchronized (this) {
            if (!present.equals(refusal) || clock().nanos() - present.at() < PAUSE_NANOS) {
                return refusal == null;
            }
            refusal = new Refusal(present.why(), clock().nanos());
        }
        String why = objection(asked(surroundings.nodes().get(), deadline));
        if (!why.isEmpty()) {
            refuse(why);
            return false;
        }
        synchronized (this) {
            refusal = null;
            LOG.log(System.Logger.Level.INFO, "cache {0} is not refused any more", cache);
        }
        return true;
    }

    /**
     * Before this client says it on a node where nobody does any more. No other node must know better; and where one tells that the
     * others' number was another one, copies are not what this client takes them for, wherever they are: it comes in their place
     * on all nodes at once.
     *
     * @return whether there were others, and all has been said
     * @throws ConfigurationProblem where they are still at work
     */
    boolean succeeds(Deadline deadline) {
        Map<String, Connection> nodes = surroundings.nodes().get();
        Map<String, Reply> answers = asked(nodes, deadline);
        String why = objection(answers);
        if (!why.isEmpty()) {
            throw new ConfigurationProblem(refuse(why));
        }
        if (answers.values().stream().noneMatch(reply -> said(reply) == Said.OTHER_ONCE)) {
            return false;
        }
        nodes.forEach((node, connection) -> Asking.inTurn(connection, deadline, succeeding(answers.get(node))));
        return true;
    }

    /** What a node is told then, whatever it had. */
    private List<Request> succeeding(@Nullable Reply answer) {
        return answer != null && said(answer) == Said.OTHER_ONCE
                ? taken(answer)
                : List.of(Request.step(items.copies(), STEP));
    }
}
