package io.flagstone.testkit.gutter;

import io.flagstone.testkit.gutter.Node.Reply;
import io.flagstone.testkit.gutter.Node.Verb;
import io.flagstone.testkit.simulation.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One client. Each key is written by one client only, one version after the other, so that older and later can be told: the
 * version that a client has written or read last is its floor.
 */
final class Client {

    static final String OWN = "own";
    static final String GUTTER = "gutter";

    /** How long entries of the gutter stay, in ticks. */
    static final int LIFE = 150;

    private final World world;
    private final Rules rules;
    private final List<Channel> channels;
    private final Truth truth;
    private final String name;

    /** For which outage of the first node the gutter on the second, or on any, was stepped. */
    private final Map<List<Integer>, Integer> stepped = new HashMap<>();

    Client(World world, Rules rules, List<Channel> channels, Truth truth, String name) {
        this.world = world;
        this.rules = rules;
        this.channels = channels;
        this.truth = truth;
        this.name = name;
        for (Channel back : channels) {
            back.whenBack(() -> {
                if (rules.stepsAtTheEnd()) {
                    channels.stream()
                            .filter(other -> other != back)
                            .forEach(other -> other.step(GUTTER, 1, done -> {}));
                }
            });
        }
    }

    private int ownerOf(int key) {
        return key % channels.size();
    }

    /** Keys of one owner have different ones. */
    private int survivorOf(int key) {
        int next = 1 + key / channels.size() % (channels.size() - 1);
        return (key + next) % channels.size();
    }

    private Channel owner(int key) {
        return channels.get(ownerOf(key));
    }

    private Channel survivor(int key) {
        return channels.get(survivorOf(key));
    }

    // --- whether the gutter may be used ---

    private void gutter(int key, Consumer<Boolean> then) {
        int outage = owner(key).outages();
        List<Integer> pair = List.of(ownerOf(key), rules.stepsOnEachNode() ? survivorOf(key) : -1);
        if (owner(key).isUp() || !survivor(key).isUp()) {
            then.accept(false);
        } else if (!rules.stepsBeforeFirstUse() || stepped.getOrDefault(pair, -1) == outage) {
            then.accept(true);
        } else {
            survivor(key).step(GUTTER, 1, done -> {
                if (done) {
                    stepped.put(pair, outage);
                }
                then.accept(done);
            });
        }
    }

    private void owe(int key, boolean really, Runnable then) {
        if (really) {
            owner(key).invalidate(OWN, "k" + key, then);
        } else {
            then.run();
        }
    }

    // --- reads ---

    /** Reads, and loads what is not there. */
    void get(int key, Runnable then) {
        long floor = truth.floor(name, key);
        read(key, (value, where) -> {
            world.trace(() -> name + " reads k" + key + " = " + value + " from " + where + ", floor " + floor);
            truth.read(name, key, value, floor, where);
            then.run();
        });
    }

    private void read(int key, BiConsumer<Long, String> then) {
        claim(
                owner(key),
                OWN,
                key,
                then,
                () -> gutter(key, usable -> {
                    if (usable) {
                        claim(survivor(key), GUTTER, key, then, () -> bypass(key, then));
                    } else {
                        bypass(key, then);
                    }
                }));
    }

    private void claim(Channel at, String part, int key, BiConsumer<Long, String> then, Runnable otherwise) {
        long invoked = world.now();
        at.call(Verb.CLAIM, part, "k" + key, 0, 0, 0, reply -> {
            if (reply == null) {
                otherwise.run();
            } else if (reply.value() == 0) {
                claimed(at, part, key, reply, then);
            } else if (part.equals(GUTTER)) {
                truth.inGutter(key, reply.value(), invoked, reply.late());
                owe(key, rules.owesReads(), () -> then.accept(reply.value(), reply.late() ? Truth.LATE : part));
            } else {
                then.accept(reply.value(), reply.late() ? Truth.LATE : part);
            }
        });
    }

    private void claimed(Channel at, String part, int key, Reply claim, BiConsumer<Long, String> then) {
        if (part.equals(OWN) && !claim.done() && rules.fillsByToken()) {
            then.accept(0L, "nowhere"); // somebody else loads it
            return;
        }
        int wire = at.wire();
        truth.load(key, value -> {
            boolean fills = value != 0 && wire == at.wire() && (claim.done() || !rules.fillsByToken());
            if (fills) {
                long cas = rules.fillsByToken() ? claim.cas() : 0;
                at.call(
                        Verb.SET,
                        part,
                        "k" + key,
                        value,
                        cas,
                        life(part),
                        reply -> loaded(part, key, value, reply != null && reply.done(), then));
            } else {
                loaded(part, key, value, false, then);
            }
        });
    }

    private void loaded(String part, int key, long value, boolean kept, BiConsumer<Long, String> then) {
        if (part.equals(OWN)) {
            then.accept(value, kept ? "loader" : Truth.NOT_KEPT);
            return;
        }
        Runnable over = () -> owe(key, rules.owesReads(), () -> then.accept(value, "loader"));
        if (kept || !rules.takesBackWhatItPassesBy()) {
            over.run();
        } else {
            survivor(key).invalidate(GUTTER, "k" + key, over);
        }
    }

    /** The gutter cannot be used: what is there is older than what is loaded now. */
    private void bypass(int key, BiConsumer<Long, String> then) {
        truth.load(key, value -> loaded(GUTTER, key, value, false, then));
    }

    private long life(String part) {
        return part.equals(GUTTER) && rules.ends() ? LIFE : 0;
    }

    // --- writes ---

    /** Writes the next version, or removes. Both pass while the owner is away. */
    void write(int key, boolean removal, Runnable then) {
        long version = truth.next(key, removal);
        Runnable over = () -> {
            world.trace(() -> name + " has written k" + key + " = " + version + (removal ? ", a removal" : ""));
            truth.written(name, key, version);
            then.run();
        };
        change(owner(key), OWN, key, version, removal, done -> {
            if (done) {
                over.run();
            } else {
                gutter(key, usable -> {
                    if (usable) {
                        change(
                                survivor(key),
                                GUTTER,
                                key,
                                version,
                                removal,
                                stored -> takeBack(key, stored, () -> owe(key, rules.owesWrites(), over)));
                    } else {
                        takeBack(key, false, () -> owe(key, rules.owesWrites(), over));
                    }
                });
            }
        });
    }

    private void takeBack(int key, boolean stored, Runnable then) {
        if (stored || !rules.takesBackWhatFailed() || owner(key).isUp()) {
            then.run();
        } else {
            survivor(key).invalidate(GUTTER, "k" + key, then);
        }
    }

    private void change(Channel at, String part, int key, long version, boolean removal, Consumer<Boolean> then) {
        Verb verb = removal ? Verb.DELETE : Verb.SET;
        at.call(verb, part, "k" + key, version, 0, life(part), reply -> then.accept(reply != null));
    }
}
