package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Connection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a node must be told before it may be read again: keys to forget because a mutation did not reach it, and shares
 * to renew because nobody knows what did.
 *
 * <p>Keys are remembered up to a limit; a share that goes beyond it is renewed as a whole.
 */
final class Debts {

    private final int most;
    private final Map<Share, Set<SpaceKey>> keys = new LinkedHashMap<>();
    private final Set<Share> whole = new HashSet<>();
    private int count;

    /**
     * @param most keys to remember
     */
    Debts(int most) {
        this.most = most;
    }

    /** The node may hold an old value of this key. */
    synchronized void forget(Share share, SpaceKey key) {
        if (whole.contains(share)) {
            return;
        }
        if (count >= most) {
            renew(share);
        } else if (keys.computeIfAbsent(share, s -> new HashSet<>()).add(key)) {
            count++;
        }
    }

    /** The node may hold old values of any key of this share. */
    synchronized void renew(Share share) {
        whole.add(share);
        dropKeys(share);
    }

    private void dropKeys(Share share) {
        Set<SpaceKey> dropped = keys.remove(share);
        if (dropped != null) {
            count -= dropped.size();
        }
    }

    synchronized boolean isEmpty() {
        return keys.isEmpty() && whole.isEmpty();
    }

    /** Keys and shares owed. */
    synchronized int size() {
        return count + whole.size();
    }

    /**
     * Pays what is owed on a connection that nobody else uses yet. What cannot be confirmed stays owed.
     *
     * @return true when nothing is owed any more
     */
    boolean pay(Connection connection, Deadline deadline) {
        for (Share share : wholeShares()) {
            if (!share.renewOn(connection, deadline)) {
                return false;
            }
            renewed(share);
        }
        for (Map.Entry<Share, Set<SpaceKey>> entry : keyShares().entrySet()) {
            if (!entry.getKey().forget(connection, entry.getValue(), deadline)) {
                return false;
            }
            forgotten(entry.getKey(), entry.getValue());
        }
        return isEmpty();
    }

    private synchronized Set<Share> wholeShares() {
        return Set.copyOf(whole);
    }

    private synchronized void renewed(Share share) {
        whole.remove(share);
    }

    private synchronized Map<Share, Set<SpaceKey>> keyShares() {
        Map<Share, Set<SpaceKey>> copy = new LinkedHashMap<>();
        keys.forEach((share, owed) -> copy.put(share, Set.copyOf(owed)));
        return copy;
    }

    private synchronized void forgotten(Share share, Set<SpaceKey> paid) {
        Set<SpaceKey> owed = keys.get(share);
        if (owed != null) {
            int before = owed.size();
            owed.removeAll(paid);
            count -= before - owed.size();
            if (owed.isEmpty()) {
                keys.remove(share);
            }
        }
    }
}
