package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept on another node than the owner of a key, for a short time and only while this client leaves the owner
 * alone. Reads, plain writes and what loaders bring go there; nothing is decided there (decision 304, and the model in
 * {@code testkit}).
 *
 * <p>Its generation is stepped before the client first uses it in an outage. Whatever the client writes there, finds there, or
 * loads meanwhile, the owner is owed an invalidation of; whatever it meant to keep there and could not, is taken away there.
 */
final class Gutter {

    private final Clock clock;
    private final Space owners;
    private final Space space;
    private final ItemFormat format;
    private final Seal seal;
    private final Mover mover;

    /**
     * @param space the nodes that keep it
     * @param format of items that live for a short time
     * @param mover of that space and format
     */
    Gutter(Clock clock, Space owners, Space space, ItemFormat format, Seal seal, Mover mover) {
        this.clock = clock;
        this.owners = owners;
        this.space = space;
        this.format = format;
        this.seal = seal;
        this.mover = mover;
    }

    // --- reads ---

    /**
     * The entries, with what is kept here in place of those whose owner is away.
     *
     * @param command what to read by
     */
    List<Entry> insteadOf(List<Entry> entries, Exchange.Command command, Deadline deadline) {
        List<Entry> found = new ArrayList<>(entries);
        List<Integer> places = new ArrayList<>();
        List<Exchange> reads = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Entry entry = found.get(i);
            SpaceKey key = entry.key().spaceKey();
            if (entry.state() != Entry.State.UNREACHABLE || entry.isInGutter() || owners.isUp(key)) {
                continue;
            }
            found.set(i, entry.asInGutter());
            if (owners.opens(space, key, deadline)) {
                places.add(i);
                reads.add(new Exchange(key, Verb.GET, command));
            }
        }
        space.runAll(reads, deadline);
        for (int i = 0; i < reads.size(); i++) {
            int place = places.get(i);
            found.set(place, entry(found.get(place), reads.get(i), deadline));
        }
        return found;
    }

    private Entry entry(Entry unreachable, Exchange read, Deadline deadline) {
        EntryKey key = unreachable.key();
        if (read.failure() != null) {
            return unreachable;
        }
        Entry entry = entry(key, read);
        if (entry.isLive()) {
            owners.invalidate(key.spaceKey(), deadline);
        }
        return entry;
    }

    /** What has ended is not renewed here, nor announced. */
    private Entry entry(EntryKey key, Exchange read) {
        if (read.reply().status() == Status.MISS) {
            return Entry.absent(key).asInGutter();
        }
        Entry.Token token = new Entry.Token(read.reply().cas(), read.incarnation());
        Entry entry = format.read(key, Sealed.opened(read, seal), token, clock.millis())
                .asInGutter();
        return entry.state() == Entry.State.EXPIRED ? entry.asVacant() : entry;
    }

    // --- what was loaded ---

    /** Carries out moves of entries that were found here, pipelined. */
    void runAll(List<Move> moves, Deadline deadline) {
        mover.runAll(moves, deadline);
        for (Move move : moves) {
            if (move.kind() == Move.Kind.STORE) {
                settle(move.key(), move.isDone(), deadline);
            }
        }
    }

    /** The same, and reads what is there afterwards. */
    Entry runAndRead(Move move, Exchange.Command command, Deadline deadline) {
        Exchange reading = new Exchange(move.key().spaceKey(), Verb.GET, command);
        mover.run(move, reading, deadline);
        FlagstoneException failure = reading.failure();
        return failure != null
                ? Entry.unreachable(move.key(), failure).asInGutter()
                : entry(Entry.absent(move.key()), reading, deadline);
    }

    /** Something was loaded, and is not kept here. */
    void passedBy(EntryKey key, Deadline deadline) {
        settle(key, false, deadline);
    }

    private void settle(EntryKey key, boolean kept, Deadline deadline) {
        if (!kept) {
            space.invalidate(key.spaceKey(), deadline);
        }
        owners.invalidate(key.spaceKey(), deadline);
    }

    // --- writes ---

    /**
     * Writes could not be made at the owners, which are owed an invalidation by the caller. Each is for another key: they go in
     * one pipeline to each node, and so does what takes away the former values of those that are not kept.
     */
    void passOver(List<PassedOver> writes, Deadline deadline) {
        List<Move> stores = new ArrayList<>();
        List<SpaceKey> unkept = new ArrayList<>();
        for (PassedOver write : writes) {
            SpaceKey key = write.key().spaceKey();
            Payload payload = write.payload();
            if (owners.isUp(key)) {
                continue; // this client does not read here now, and not what is here now
            }
            if (payload != null && owners.opens(space, key, deadline)) {
                stores.add(Move.storeBlindly(write.key(), payload, write.end()));
            } else {
                unkept.add(key);
            }
        }
        mover.runAll(stores, deadline);
        for (Move store : stores) {
            if (!store.isDone()) {
                unkept.add(store.key().spaceKey());
            }
        }
        space.invalidate(unkept, deadline);
    }

    /** Makes all of it unreachable; the failures of the nodes that will be told before their next read. */
    List<FlagstoneException> clear(Deadline deadline) {
        return space.clear(deadline);
    }
}
