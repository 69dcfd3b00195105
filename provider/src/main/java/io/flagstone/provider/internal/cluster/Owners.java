package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.ring.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Who has which key of a cache. */
interface Owners {

    /**
     * The part of the cache that the key belongs to.
     *
     * @throws Share.NotServed when no node is known to own it
     */
    Share shareOf(SpaceKey key);

    /** The parts of the cache on all nodes. */
    Collection<? extends Share> all();

    /** Waits a little for a key to be served; false when the deadline has passed. */
    boolean await(Deadline deadline);

    /** Before these are carried out: has former owners forget what the changes among them are about, all at once. */
    default void free(List<Exchange> exchanges, Deadline deadline) {}

    /** What former owners have; null where there are none. */
    default @Nullable Origins origins() {
        return null;
    }

    /** Sees to it that nobody reads what is now under a key that nobody serves. */
    void owe(SpaceKey key);

    /** As {@link Space#clear}. */
    List<FlagstoneException> clear(Deadline deadline);

    /**
     * The owners of a list that never changes.
     *
     * @param hashedPrefix what is hashed ahead of every key
     */
    record Fixed(Placement placement, Share[] shares, byte[] hashedPrefix) implements Owners {

        @Override
        public Share shareOf(SpaceKey key) {
            return shares[key.owner(placement, hashedPrefix)];
        }

        @Override
        public Collection<Share> all() {
            return Arrays.asList(shares);
        }

        @Override
        public boolean await(Deadline deadline) {
            return false;
        }

        @Override
        public void owe(SpaceKey key) {
            throw new IllegalStateException("every key has its owner");
        }

        @Override
        public List<FlagstoneException> clear(Deadline deadline) {
            List<FlagstoneException> failures = new ArrayList<>();
            for (Share share : shares) {
                try {
                    share.renew(deadline);
                } catch (ConfigurationProblem e) {
                    failures.add(e); // not this client's to clear
                } catch (FlagstoneException e) {
                    share.distrustAll();
                    failures.add(e);
                }
            }
            return failures;
        }
    }

    /**
     * Other nodes than the owners, on a list that never changes.
     *
     * @param nodes the shares of all nodes, in the order of the list
     * @param choice which of them is a key's
     */
    record Others(Fixed nodes, ToIntFunction<SpaceKey> choice) implements Owners {

        @Override
        public Share shareOf(SpaceKey key) {
            return nodes.shares()[choice.applyAsInt(key)];
        }

        @Override
        public Collection<Share> all() {
            return nodes.all();
        }

        @Override
        public boolean await(Deadline deadline) {
            return false;
        }

        @Override
        public void owe(SpaceKey key) {
            nodes.owe(key);
        }

        /** Those of all nodes. */
        @Override
        public List<FlagstoneException> clear(Deadline deadline) {
            return nodes.clear(deadline);
        }
    }
}
