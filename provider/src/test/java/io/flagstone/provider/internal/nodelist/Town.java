package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.internal.ring.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with nothing but their documents, as bytes, and the tokens of these; all tell whether a slot is served twice, and whether a
 * document says what is not so of slots that come and go.
 */
final class Town {

    private static final int SAMPLES = 64;

    /** One node. */
    static final class House {

        final NodeAddress node;
        private boolean item;
        private @Nullable Document document;
        private @Nullable Prepared prepared;
        private long token;
        private long tokens;
        long life = 1;
        boolean up = true;

        /** Of the documents that ended slots: their tokens, by the list in force and the one to follow. */
        private final Map<List<View>, Long> fences = new HashMap<>();

        House(NodeAddress node) {
            this.node = node;
        }

        void forget() {
            item = false;
            document = null;
            prepared = null;
        }

        /** Another process begins, with nothing in it. */
        void restart() {
            forget();
            tokens = 0;
            fences.clear();
            life++;
        }

        private void store(@Nullable Document stored, @Nullable Prepared instead) {
            item = true;
            document = stored;
            prepared = instead;
            token = ++tokens;
        }
    }

    private final Random random;
    private final DocumentFormat format;
    private final Map<String, House> houses = new TreeMap<>();
    private final List<String> servedTwice = new ArrayList<>();
    private final List<String> untrue = new ArrayList<>();

    /** Which node has ever had which list in force. */
    private final Set<List<Object>> served = new HashSet<>();

    private int warmUps;

    Town(int nodes, Random random, Tables tables) {
        this.random = random;
        this.format = new DocumentFormat("town", tables);
        for (int i = 0; i < nodes; i++) {
            NodeAddress node = new NodeAddress("n" + i, "host" + i, 11211, 1);
            houses.put(NodeListing.identity(node), new House(node));
        }
    }

    House house(int index) {
        return List.copyOf(houses.values()).get(index);
    }

    NodeAddress node(int index) {
        return house(index).node;
    }

    List<String> servedTwice() {
        return servedTwice;
    }

    /** Documents that say what is not so of slots that come and go. */
    List<String> untrue() {
        return untrue;
    }

    /** How often a node has begun to take entries over. */
    int warmUps() {
        return warmUps;
    }

    /** Somebody ends what a node takes over, if it does. */
    void cool(House house) {
        Document document = document(house);
        if (house.up && document != null && document.warm() != null) {
            store(house, document.cooled(house.token));
        }
    }

    private void store(House house, Document document) {
        Document before = house.document;
        house.store(format.decode(format.encode(document), document.self()), null);
        check();
        boolean warmed =
                before != null && before.warm() != null && before.view().equals(document.view());
        boolean first = served.add(List.of(document.self(), document.view()));
        if (document.warm() != null && !warmed) {
            warmUps++;
            if (!first) {
                untrue.add("takes over after it has served: " + document);
            }
        }
        View next = document.next();
        if (next != null
                && before != null
                && before.next() == null
                && before.view().equals(document.view())) {
            house.fences.put(List.of(document.view(), next), house.token);
        }
        checkFences(house, document);
    }

    private void checkFences(House house, Document document) {
        View next = document.next();
        long fencedAt = document.past().fencedAt(house.token);
        if (next != null && fencedAt != Past.UNKNOWN) {
            checkFence(house, document.view(), next, fencedAt);
        }
        Former former = document.past().former();
        if (former != null) {
            checkFence(house, former.list(), document.view(), former.fencedAt());
        }
    }

    private void checkFence(House house, View from, View to, long fencedAt) {
        Long known = house.fences.get(List.of(from, to));
        if (known == null || known != fencedAt) {
            untrue.add(house.node + " ended slots at " + known + " and says " + fencedAt);
        }
    }

    /** The document, seen from outside the protocol. */
    @Nullable
    Document document(House house) {
        return house.document;
    }

    /** How many nodes serve the slot. */
    int servers(int slot) {
        int servers = 0;
        for (House house : houses.values()) {
            Document document = document(house);
            servers += document != null && document.serves(slot) ? 1 : 0;
        }
        return servers;
    }

    static int slot(int sample) {
        return sample * (SlotTable.SLOTS / SAMPLES);
    }

    boolean allAreServed() {
        for (int sample = 0; sample < SAMPLES; sample++) {
            if (servers(slot(sample)) != 1) {
                return false;
            }
        }
        return true;
    }

    private void check() {
        for (int sample = 0; sample < SAMPLES; sample++) {
            if (servers(slot(sample)) > 1) {
                servedTwice.add("slot " + slot(sample) + " "
                        + houses.values().stream().map(this::document).toList());
            }
        }
    }

    /**
     * A client's way to the nodes.
     *
     * @param turn waits for the client's turn, before every message
     */
    Posts posts(Runnable turn, Knowledge knowledge) {
        return new Mail(turn, knowledge);
    }

    private final class Mail implements Posts {

        private final Runnable turn;
        private final Knowledge knowledge;

        Mail(Runnable turn, Knowledge knowledge) {
            this.turn = turn;
            this.knowledge = knowledge;
        }

        private House house(NodeAddress node) {
            House house = houses.get(NodeListing.identity(node));
            if (house == null) {
                throw new IllegalArgumentException(node.name());
            }
            return house;
        }

        @Override
        public Map<String, Seen> readAll(Collection<NodeAddress> nodes) {
            Map<String, Seen> all = new TreeMap<>();
            for (NodeAddress node : nodes) {
                Seen seen = read(node);
                if (seen != null) {
                    all.put(NodeListing.identity(node), seen);
                }
            }
            return all;
        }

        @Override
        public @Nullable Seen read(NodeAddress node) {
            turn.run();
            return seen(house(node));
        }

        @Override
        public @Nullable Seen readForFilling(NodeAddress node) {
            turn.run();
            House house = house(node);
            if (house.up && !house.item) {
                house.store(null, null);
            }
            return seen(house);
        }

        private @Nullable Seen seen(House house) {
            if (!house.up) {
                return null;
            }
            Document document = document(house);
            if (document != null) {
                knowledge.heardOf(document);
            }
            return new Seen(document, house.prepared, house.item ? house.token : 0, house.life);
        }

        @Override
        public @Nullable Seen write(NodeAddress node, Document document, Seen over) {
            turn.run();
            House house = house(node);
            if (!isStill(over, house)) {
                return null;
            }
            store(house, document);
            if (random.nextInt(30) == 0) {
                return null; // it happened, and nobody was told
            }
            knowledge.heardOf(document);
            return new Seen(house.document, house.token, house.life);
        }

        @Override
        public void prepare(NodeAddress node, Prepared prepared, Seen over) {
            turn.run();
            House house = house(node);
            if (isStill(over, house)) {
                String self = NodeListing.identity(node);
                house.store(
                        null,
                        format.seen(format.encode(prepared, self), self, 1, 1).prepared());
            }
        }

        private boolean isStill(Seen over, House house) {
            return house.up
                    && house.item
                    && over.incarnation() == house.life
                    && over.token() == house.token
                    && over.token() != 0;
        }
    }
}
