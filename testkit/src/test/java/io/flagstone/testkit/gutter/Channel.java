package io.flagstone.testkit.gutter;

import io.flagstone.testkit.gutter.Node.Order;
import io.flagstone.testkit.gutter.Node.Reply;
import io.flagstone.testkit.gutter.Node.Verb;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node as one client sees it: a connection at a time, and what is owed before the node is used again. */
final class Channel {

    private static final int PATIENCE = 40;
    private static final int RETRY = 15;
    private static final int[] WAY = {1, 6};

    /** A key, and the part that it belongs to. */
    private record Debt(String part, String key) {}

    private final class Call {
        final Order order;
        final int wire;
        final Consumer<@Nullable Reply> then;
        final long generation;
        boolean over;

        Call(Order order, long generation, int wire, Consumer<@Nullable Reply> then) {
            this.order = order;
            this.generation = generation;
            this.wire = wire;
            this.then = then;
        }

        void end(@Nullable Reply reply) {
            if (!over) {
                over = true;
                then.accept(reply);
            }
        }

        void carryOut() {
            boolean late = over;
            Reply reply = node.carryOut(order, generation, late);
            long back = Math.max(lastBack, world.now() + world.between(WAY[0], WAY[1]));
            lastBack = back;
            world.after(back - world.now(), () -> {
                if (!cut && wire == Channel.this.wire) {
                    end(reply);
                }
            });
        }
    }

    private final World world;
    private final Rules rules;
    private final Node node;
    private final Map<String, Long> generations = new HashMap<>();
    private final Set<Debt> owed = new LinkedHashSet<>();
    private final Set<String> doubtful = new LinkedHashSet<>();
    private final List<Call> open = new ArrayList<>();
    private final List<Call> held = new ArrayList<>();
    private final List<Runnable> returns = new ArrayList<>();
    private long lastThere;
    private long lastBack;
    private int wire = 1;
    private int outages;
    private boolean up = true;
    private boolean cut;

    Channel(World world, Rules rules, Node node) {
        this.world = world;
        this.rules = rules;
        this.node = node;
    }

    boolean isUp() {
        return up;
    }

    /** How often the node was left alone so far. */
    int outages() {
        return outages;
    }

    int wire() {
        return wire;
    }

    /** Run whenever the node is used again. */
    void whenBack(Runnable action) {
        returns.add(action);
    }

    // --- calls ---

    /** One order under the part's generation; null where nobody knows what became of it. */
    void call(Verb verb, String part, String key, long value, long cas, long life, Consumer<@Nullable Reply> then) {
        Long generation = generations.get(part);
        if (!up) {
            then.accept(null);
        } else if (generation == null) {
            step(part, 0, known -> {
                if (known) {
                    call(verb, part, key, value, cas, life, then);
                } else {
                    then.accept(null);
                }
            });
        } else {
            send(new Order(verb, part, key, value, cas, life), generation, reply -> {
                if (reply == null || reply.generation() == generation) {
                    then.accept(reply);
                } else {
                    learn(part, reply.generation());
                    call(verb, part, key, value, cas, life, then);
                }
            });
        }
    }

    /** Adds to a generation, or creates it. */
    void step(String part, long by, Consumer<Boolean> then) {
        if (!up) {
            then.accept(false);
            return;
        }
        send(new Order(Verb.STEP, part, "", by, 0, 0), 0, reply -> {
            if (reply != null) {
                learn(part, reply.generation());
            }
            then.accept(reply != null);
        });
    }

    private void learn(String part, long generation) {
        if (generation == 0) {
            generations.remove(part);
        } else {
            generations.put(part, generation);
        }
    }

    /** Takes away what is there now, or owes that. */
    void invalidate(String part, String key, Runnable then) {
        if (!up) {
            owed.add(new Debt(part, key));
            then.run();
            return;
        }
        call(Verb.DELETE, part, key, 0, 0, 0, reply -> {
            if (reply == null) {
                owed.add(new Debt(part, key));
                hangUp();
            }
            then.run();
        });
    }

    private void send(Order order, long generation, Consumer<@Nullable Reply> then) {
        Call call = new Call(order, generation, wire, then);
        open.add(call);
        long there = Math.max(lastThere, world.now() + world.between(WAY[0], WAY[1]));
        lastThere = there;
        world.after(there - world.now(), () -> {
            if (cut) {
                held.add(call);
            } else {
                call.carryOut();
            }
        });
        world.after(PATIENCE, () -> {
            if (!call.over && call.wire == wire) {
                hangUp();
            }
        });
    }

    // --- the connection ---

    /** The node is left alone; whatever is under way is unknown. */
    void hangUp() {
        List<Call> lost = new ArrayList<>(open);
        open.clear();
        wire++;
        if (up) {
            up = false;
            outages++;
            world.after(RETRY, this::comeBack);
        }
        for (Call call : lost) {
            if (!call.over && call.order.verb() == Verb.SET && rules.stepsAfterLostStores()) {
                doubtful.add(call.order.part());
            }
            call.end(null);
        }
    }

    /** Nothing passes from now on, in either direction. */
    void cut() {
        cut = true;
    }

    /** What was on its way arrives, or is lost. */
    void heal() {
        cut = false;
        List<Call> late = new ArrayList<>(held);
        held.clear();
        for (Call call : late) {
            if (world.chance(0.6)) {
                world.after(world.between(1, 30), call::carryOut);
            }
        }
    }

    private void comeBack() {
        if (cut) {
            hangUp();
            world.after(RETRY, this::comeBack);
            return;
        }
        if (!doubtful.isEmpty()) {
            String part = doubtful.iterator().next();
            doubtful.remove(part);
            pay(new Order(Verb.STEP, part, "", 1, 0, 0), 0, () -> doubtful.add(part));
        } else if (!owed.isEmpty()) {
            Debt debt = owed.iterator().next();
            Long generation = generations.get(debt.part());
            if (generation == null) {
                pay(new Order(Verb.STEP, debt.part(), "", 0, 0, 0), 0, () -> {});
            } else {
                owed.remove(debt);
                pay(new Order(Verb.DELETE, debt.part(), debt.key(), 0, 0, 0), generation, () -> owed.add(debt));
            }
        } else {
            up = true;
            returns.forEach(Runnable::run);
        }
    }

    /** One debt after the other. A deletion under a former generation deletes nothing, and is made again. */
    private void pay(Order order, long generation, Runnable unpaid) {
        send(order, generation, reply -> {
            boolean counts = reply != null && (generation == 0 || reply.generation() == generation);
            if (reply != null) {
                learn(order.part(), reply.generation());
            }
            if (!counts) {
                unpaid.run();
            }
            world.after(reply == null ? RETRY : 0, this::comeBack);
        });
    }
}
