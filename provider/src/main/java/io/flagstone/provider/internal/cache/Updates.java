package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.event.CacheEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The parts that plans are made of: storing a value over an entry or where none is, and removing one. One per change;
 * the expiry policy is asked at most once for each of its questions, however often the change is planned.
 */
final class Updates<K, V> {

    /** Stands for the end of whichever entry is seen, in answers that outlive one plan. */
    private static final long UNCHANGED = Expiry.AT_ONCE + 1;

    private final CacheParts<K, V> parts;
    private final K key;
    private @Nullable Long creation;
    private @Nullable Long update;
    private @Nullable Long access;

    Updates(CacheParts<K, V> parts, K key) {
        this.parts = parts;
        this.key = key;
    }

    /** Adds to the plan: the value is stored, over what is seen or where nothing is. */
    void set(Plan<K, V> plan, Entry seen, V value, Payload payload) {
        if (seen.isLive()) {
            update(plan, seen, value, payload);
        } else {
            create(plan, seen, value, payload);
        }
    }

    /** When a value ends that is put where nothing is. */
    long creation() {
        Long known = creation;
        if (known == null) {
            known = parts.expiry().creation(parts.store().now());
            creation = known;
        }
        return known;
    }

    private void create(Plan<K, V> plan, Entry seen, V value, Payload payload) {
        long creation = creation();
        if (creation == Expiry.AT_ONCE) {
            // nothing comes to be; a reader that is loading meanwhile must not bring back what was before
            if (seen.state() != Entry.State.ABSENT || parts.isWorthRemoving(seen)) {
                plan.remove();
            }
            return;
        }
        plan.store(payload, creation).put();
        if (parts.events().isHeard(EventType.CREATED)) {
            plan.announce(CacheEvent.created(parts.source(), key, value));
        }
    }

    private void update(Plan<K, V> plan, Entry seen, V value, Payload payload) {
        if (update == null) {
            update = parts.expiry().update(parts.store().now(), UNCHANGED);
        }
        plan.put();
        if (parts.events().isHeard(EventType.UPDATED)) {
            plan.announce(CacheEvent.updated(parts.source(), key, value, parts.value(seen)));
        }
        if (update == Expiry.AT_ONCE) {
            plan.remove().announce(gone(EventType.EXPIRED, seen));
        } else {
            plan.store(payload, end(update, seen));
        }
    }

    /** Adds to the plan: the live entry goes, and its listeners hear of it. */
    void remove(Plan<K, V> plan, Entry seen) {
        plan.remove().removal().announce(gone(EventType.REMOVED, seen));
    }

    /** Adds to the plan: the live entry has been read, which may move its end. */
    void access(Plan<K, V> plan, Entry seen) {
        if (!parts.expiry().readsMatter()) {
            return;
        }
        if (access == null) {
            access = parts.expiry().access(parts.store().now(), UNCHANGED);
        }
        if (access == Expiry.AT_ONCE) {
            plan.remove().announce(gone(EventType.EXPIRED, seen));
        } else {
            plan.moveEnd(end(access, seen));
        }
    }

    private static long end(long answer, Entry seen) {
        return answer == UNCHANGED ? seen.end() : answer;
    }

    private @Nullable CacheEvent<K, V> gone(EventType how, Entry seen) {
        return parts.events().isHeard(how) ? CacheEvent.gone(parts.source(), how, key, parts.value(seen)) : null;
    }
}
