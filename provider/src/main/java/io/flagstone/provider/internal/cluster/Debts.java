package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Connection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node must be told before it may be read again: keys to forget because a mutation did not reach it, and shares
 * to renew because nobody knows what did.
 *
 * <p>Keys are remembered up to a limit; a share that goes beyond it is renewed as a whole, if that is possible.
 */
final class Debts {

    private final int most;
    private final Map<Share, Set<SpaceKey>> keys = new LinkedHashMap<>();
    private final Set<Share> whole = new HashSet<>();

    /** Those of {@link #whole} that stand for keys which nobody knows any more, wherever those are now. */
    private final Set<Share> spreading = new HashSet<>();

    private int count;

    /**
     * @param most keys to remember
     */
    Debts(int most) {
        this.most = most;
    }

    /** The node may hold an old value of this key. */
    synchronized void forget(Share share, SpaceKey key) {
        if (whole.contains(share) && (!share.isMovable() || spreading.contains(share))) {
            return;
        }
        if (count >= most && share.isRenewable()) {
            renewAll(share);
        } else if (keys.computeIfAbsent(share, s -> new HashSet<>()).add(key)) {
            count++;
        }
    }

    /** Something unknown may still happen to any key of this share on the node. Keys that may move are remembered beside. */
    synchronized void renew(Share share) {
        whole.add(share);
        if (!share.isMovable()) {
            takeKeys(share);
        }
    }

    /** The node may hold old values of any key of this share. */
    synchronized void renewAll(Share share) {
        whole.add(share);
        takeKeys(share);
        if (share.isMovable()) {
            spreading.add(share);
        }
    }

    /** The keys that are owed now. */
    synchronized Map<Share, Set<SpaceKey>> owedKeys() {
        Map<Share, Set<SpaceKey>> copy = new LinkedHashMap<>();
        keys.forEach((share, owed) -> copy.put(share, Set.copyOf(owed)));
        return copy;
    }

    /** The shares of which any key is owed, wherever it is now. */
    synchronized List<Share> owedEverywhere() {
        return List.copyOf(spreading);
    }

    synchronized boolean isEmpty() {
        return keys.isEmpty() && whole.isEmpty();
    }

    /** Keys and shares owed. */
    synchronized int size() {
        return count + whole.size();
    }

    /**
     * Pays what is owed on a connection that nobody else uses yet. What cannot be confirmed stays owed, and what becomes
     * owed meanwhile is owed, even where it has just been paid: it may be about a later change.
     *
     * @return true when all is paid that was owed when this began
     */
    boolean pay(Connection connection, Deadline deadline) {
        for (Share share : wholeShares()) {
            if (!renew(share, connection, deadline)) {
                return false;
            }
        }
        for (Share share : sharesWithKeys()) {
            if (!forget(share, connection, deadline)) {
                return false;
            }
        }
        return true;
    }

    private boolean renew(Share share, Connection connection, Deadline deadline) {
        boolean all = take(share);
        boolean paid = false;
        try {
            paid = (!all || share.endWarmUp(connection, deadline)) && share.renewOn(connection, deadline);
        } finally {
            if (!paid && all) {
                renewAll(share);
            } else if (!paid) {
                renew(share);
            }
        }
        return paid;
    }

    private boolean forget(Share share, Connection connection, Deadline deadline) {
        Set<SpaceKey> owed = takeKeys(share);
        boolean paid = false;
        try {
            paid = share.forget(connection, owed, deadline);
        } finally {
            if (!paid) {
                for (SpaceKey key : owed) {
                    forget(share, key);
                    share.owed(key);
                }
            }
        }
        return paid;
    }

    private synchronized List<Share> wholeShares() {
        return List.copyOf(whole);
    }

    /** True when it stood for all keys, wherever they are. */
    private synchronized boolean take(Share share) {
        whole.remove(share);
        return spreading.remove(share);
    }

    private synchronized List<Share> sharesWithKeys() {
        return List.copyOf(keys.keySet());
    }

    private synchronized Set<SpaceKey> takeKeys(Share share) {
        Set<SpaceKey> owed = keys.remove(share);
        if (owed == null) {
            return Set.of();
        }
        count -= owed.size();
        return owed;
    }
}
