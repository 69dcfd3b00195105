package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Buried;
import io.flagstone.hibernate.internal.record.Found;
import io.flagstone.hibernate.internal.record.Lease;
import io.flagstone.hibernate.internal.record.Records;
import io.flagstone.provider.entry.Seen;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hibernate.CacheMode;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What access to entities, collections and natural ids has in common. Reads never fail because of the cache; a change
 * fails only in a strict region, and only before the database is asked.
 */
abstract class DomainAccess implements CachedDomainDataAccess {

    private final DomainRegion region;
    private final AccessType type;

    DomainAccess(DomainRegion region, AccessType type) {
        this.region = region;
        // without XA there is nothing that a transaction and a node could agree on
        this.type = type == AccessType.TRANSACTIONAL ? AccessType.READ_WRITE : type;
    }

    /** State as bytes. */
    abstract byte[] encode(Object value);

    /** Bytes as state. */
    abstract Object decode(byte[] payload);

    /** Whether state that was loaded after so many reads of its lease may be stored. */
    boolean isEarlyEnough(int reads) {
        return true;
    }

    final Records records() {
        return region.parts().records();
    }

    final DomainRegion region() {
        return region;
    }

    @Override
    public final DomainDataRegion getRegion() {
        return region;
    }

    @Override
    public final AccessType getAccessType() {
        return type;
    }

    private static Object wire(Object key) {
        return ((ItemKey) key).wire();
    }

    // --- reads and fills ---

    @Override
    public final @Nullable Object get(SharedSessionContractImplementor session, Object key) {
        if (region.isOverTenants(session)) {
            return null;
        }
        try {
            SessionState own = SessionState.of(session);
            Found ahead = own.takeAhead(records(), wire(key));
            Found found = ahead != null ? ahead : records().get(wire(key));
            byte[] payload = found.payload();
            Object state = payload == null ? null : readable(payload);
            Lease lease = found.lease();
            if (state != null && lease != null) {
                own.see(records(), wire(key), lease.seen());
            } else {
                own.note(records(), wire(key), lease);
            }
            if (state != null) {
                readAhead(session, state);
            }
            return state;
        } catch (FlagstoneException e) {
            region.trouble().reading(e);
            return null;
        }
    }

    /** What Hibernate is going to ask for next, because of this state, can be read in one go. */
    void readAhead(SharedSessionContractImplementor session, Object state) {
        // mostly that is not known
    }

    /** Reads entities ahead, in one go. */
    final void readAhead(SharedSessionContractImplementor session, Collection<?> keys) {
        List<Object> wires = new ArrayList<>(keys.size());
        keys.forEach(key -> wires.add(wire(key)));
        SessionState own = SessionState.of(session);
        List<Found> found = records().getAll(wires);
        for (int i = 0; i < found.size(); i++) {
            own.readAhead(records(), wires.get(i), found.get(i));
        }
    }

    /** Null for state that another version of the application has stored, or a class that is not here. */
    private @Nullable Object readable(byte[] payload) {
        try {
            return decode(payload);
        } catch (NotDecodable e) {
            region.trouble().decoding(e);
            return null;
        }
    }

    @Override
    public final boolean putFromLoad(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        if (region.isOverTenants(session)) {
            return false;
        }
        SessionState state = SessionState.of(session);
        SessionState.Noted noted = state.take(records(), wire(key));
        try {
            Lease lease = noted == null ? null : noted.lease();
            if (noted != null && lease != null) {
                return isEarlyEnough(noted.reads()) && fill(state, key, lease, encode(value));
            }
            if (session.getCacheMode() == CacheMode.REFRESH) {
                // the caller knows that what is there is old; what was loaded may be too
                records().bury(wire(key), state.takeSeen(records(), wire(key)));
                return false;
            }
            return type == AccessType.READ_ONLY && records().add(wire(key), encode(value), state.began());
        } catch (FlagstoneException e) {
            region.trouble().encoding(e);
            return false;
        }
    }

    private boolean fill(SessionState state, Object key, Lease lease, byte[] payload) {
        Seen after = records().fill(lease, payload, state.began());
        state.see(records(), wire(key), after);
        return after != null;
    }

    /** The token decides, and a lease was given on a miss only: there is nothing to be minimal about. */
    @Override
    public final boolean putFromLoad(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object version,
            boolean minimalPutOverride) {
        return putFromLoad(session, key, value, version);
    }

    @Override
    public final boolean contains(Object key) {
        try {
            return records().contains(wire(key));
        } catch (FlagstoneException e) {
            region.trouble().reading(e);
            return false;
        }
    }

    // --- changes ---

    @Override
    public final @Nullable SoftLock lockItem(
            SharedSessionContractImplementor session, Object key, @Nullable Object version) {
        if (region.isOverTenants(session)) {
            return lockRegion();
        }
        if (type == AccessType.NONSTRICT_READ_WRITE) {
            announce(session, key);
            return null;
        }
        return lock(session, key);
    }

    private @Nullable Held lock(SharedSessionContractImplementor session, Object key) {
        Object wire = wire(key);
        SessionState state = SessionState.of(session);
        try {
            return state.hold(
                    records(), wire, () -> new Held(records(), records().lock(wire, state.takeSeen(records(), wire))));
        } catch (NotEncodable e) {
            return null;
        } catch (FlagstoneException e) {
            throw region.trouble().refused(e);
        }
    }

    @Override
    public final void unlockItem(SharedSessionContractImplementor session, Object key, @Nullable SoftLock lock) {
        if (region.isOverTenants(session)) {
            evictAll();
            return;
        }
        if (type == AccessType.NONSTRICT_READ_WRITE) {
            bury(session, key);
            return;
        }
        Held held = last(session, key);
        if (held != null) {
            held.release();
        }
    }

    /** The lock makes sure that what comes after the commit is this insert's and nothing older. */
    final boolean inserting(SharedSessionContractImplementor session, Object key) {
        if (region.isOverTenants(session)) {
            lockRegion();
        } else if (type != AccessType.NONSTRICT_READ_WRITE) {
            lock(session, key);
        }
        return false;
    }

    final boolean updating(String what) {
        if (type == AccessType.READ_ONLY) {
            throw new UnsupportedOperationException("a read-only " + what + " is not updated");
        }
        return false;
    }

    /** An update that was committed; true when its value is stored. */
    final boolean updated(SharedSessionContractImplementor session, Object key, Object value) {
        if (type == AccessType.NONSTRICT_READ_WRITE && !region.isOverTenants(session)) {
            bury(session, key);
            return false;
        }
        return commit(session, key, value);
    }

    /** The value of a transaction that was committed; true when it is stored. */
    final boolean commit(SharedSessionContractImplementor session, Object key, Object value) {
        if (region.isOverTenants(session)) {
            evictAll();
            return false;
        }
        Held held = last(session, key);
        if (held == null) {
            return false;
        }
        byte[] payload;
        try {
            payload = encode(value);
        } catch (FlagstoneException e) {
            region.trouble().encoding(e);
            held.release();
            return false;
        }
        return records().commit(held.hold(), payload);
    }

    /** The session's hold, when this was the last that it was asked for. */
    private @Nullable Held last(SharedSessionContractImplementor session, Object key) {
        SessionState state = SessionState.of(session);
        Held held = state.held(records(), wire(key));
        if (held == null || !held.ended()) {
            return null;
        }
        state.forget(records(), wire(key));
        return held;
    }

    /** Nothing: {@link #lockItem} came before and has left a lock, or the first of two tombstones. */
    @Override
    public final void remove(SharedSessionContractImplementor session, Object key) {
        // see above
    }

    /** Without a tenant, as Hibernate's cache API evicts, it is meant for that item of whichever tenant. */
    @Override
    public final void evict(Object key) {
        if (((ItemKey) key).isOfNoTenant() && region.hasTenants()) {
            region.clear();
        } else {
            bury(key, null);
        }
    }

    /** The second of two tombstones: one that nobody has seen before. */
    private void bury(SharedSessionContractImplementor session, Object key) {
        bury(key, SessionState.of(session).takeSeen(records(), wire(key)));
    }

    private void bury(Object key, @Nullable Seen known) {
        try {
            records().bury(wire(key), known);
        } catch (NotEncodable e) {
            // what has no key was never stored
        }
    }

    /** A tombstone before the database is asked; a strict region refuses where that is not possible. */
    private void announce(SharedSessionContractImplementor session, Object key) {
        SessionState state = SessionState.of(session);
        try {
            Buried buried = records().bury(wire(key), state.takeSeen(records(), wire(key)));
            FlagstoneException owed = buried.owed();
            if (owed != null && region.parts().strict()) {
                throw region.trouble().refused(owed);
            }
            state.see(records(), wire(key), buried.seen());
        } catch (NotEncodable e) {
            // what has no key was never stored
        }
    }

    // --- the whole region ---

    @Override
    public final @Nullable SoftLock lockRegion() {
        try {
            records().clear();
        } catch (FlagstoneException e) {
            throw region.trouble().refused(e);
        }
        return null;
    }

    @Override
    public final void unlockRegion(@Nullable SoftLock lock) {
        evictAll();
    }

    @Override
    public final void removeAll(SharedSessionContractImplementor session) {
        // lockRegion has just done it, and unlockRegion will do it again
    }

    @Override
    public final void evictAll() {
        region.clear();
    }
}
