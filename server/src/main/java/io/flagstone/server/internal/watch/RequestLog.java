package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.observe.HotKeys;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.StoreClock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop tells about the requests it executes. The key is held during every call, so that lines about one
 * key are in the order of what happened to it.
 */
public final class RequestLog {
    private static final byte[] ITEM_GET = Text.ascii("item_get key=");
    private static final byte[] ITEM_STORE = Text.ascii("item_store key=");
    private static final byte[] DELETED = Text.ascii("deleted key=");
    private static final byte[] STATUS = Text.ascii(" status=");
    private static final byte[] CMD = Text.ascii(" cmd=");
    private static final byte[] TTL = Text.ascii(" ttl=");
    private static final byte[] CLSID = Text.ascii(" clsid=");
    private static final byte[] CFD = Text.ascii(" cfd=");
    private static final byte[] SIZE = Text.ascii(" size=");
    private static final byte[] FOUND = Text.ascii("found");
    private static final byte[] NOT_FOUND = Text.ascii("not_found");
    private static final byte[] EXPIRED = Text.ascii("expired");
    private static final byte[] FLUSHED = Text.ascii("flushed");

    private final Journal journal;
    private final Cursor cursor;
    private final @Nullable HotKeys hotKeys;
    private final byte[] key = new byte[Limits.KEY];
    private int connection;

    /**
     * A log of what happens under this cursor.
     *
     * @param hotKeys where a sample of the keys goes, if anywhere
     */
    public RequestLog(Journal journal, Cursor cursor, @Nullable HotKeys hotKeys) {
        this.journal = journal;
        this.cursor = cursor;
        this.hotKeys = hotKeys;
    }

    /** What follows is done for this connection. */
    public void begin(int id) {
        connection = id;
    }

    /** A key was asked for; if it was found, its item is under the cursor. */
    public void fetched(byte[] asked, int from, int length, boolean found) {
        HotKeys sample = hotKeys;
        if (sample != null && sample.isDue()) {
            sample.asked(asked, from, length, false, found ? cursor.valueLength() : -1);
        }
        if (!journal.wants(Topic.FETCHERS)) {
            return;
        }
        synchronized (journal) {
            LogLine line = journal.begin(ITEM_GET).key(asked, from, length).text(STATUS);
            line.text(found ? FOUND : absence());
            line.text(CLSID).number(found ? cursor.slabClass() : 0);
            line.text(CFD).number(connection);
            line.text(SIZE).number(found ? cursor.valueLength() : 0);
            journal.end(Topic.FETCHERS);
        }
    }

    private byte[] absence() {
        return switch (cursor.absence()) {
            case UNKNOWN -> NOT_FOUND;
            case EXPIRED -> EXPIRED;
            case FLUSHED -> FLUSHED;
        };
    }

    /**
     * An item was sent for storing and is under the cursor.
     *
     * @param mode how it was to be stored: add, set, replace, append, prepend or cas, in any case
     */
    public void stored(String mode) {
        sampleChange(true);
        if (journal.wants(Topic.MUTATIONS)) {
            cursor.copyKey(key, 0);
            String status = "stored";
            store(cursor.keyLength(), status, mode, cursor.expiry(), cursor.slabClass(), cursor.valueLength());
        }
    }

    /**
     * An item was sent for storing and was not stored.
     *
     * @param status why: not_stored, exists or not_found, in any case
     */
    public void notStored(String mode, String status, Draft draft) {
        if (journal.wants(Topic.MUTATIONS)) {
            draft.copyKey(key, 0);
            store(draft.keyLength(), status, mode, draft.expiry(), draft.slabClass(), draft.valueLength());
        }
    }

    /** An item was not even begun: it was too large, or there was no memory. */
    public void refused(String mode, boolean tooLarge, byte[] refusedKey, int from, int length) {
        if (journal.wants(Topic.MUTATIONS)) {
            System.arraycopy(refusedKey, from, key, 0, length);
            store(length, tooLarge ? "too_large" : "no_memory", mode, 0, 0, 0);
        }
    }

    private void store(int keyLength, String status, String mode, int expiry, int slabClass, int size) {
        int ttl = expiry == 0 ? 0 : Math.max(0, expiry - StoreClock.ceil(cursor.nanos()));
        synchronized (journal) {
            LogLine line = journal.begin(ITEM_STORE).key(key, 0, keyLength);
            line.text(STATUS).text(Text.ascii(status.toLowerCase(Locale.ROOT)));
            line.text(CMD).text(Text.ascii(mode.toLowerCase(Locale.ROOT)));
            line.text(TTL).number(ttl);
            line.text(CLSID).number(slabClass);
            line.text(CFD).number(connection);
            line.text(SIZE).number(size);
            journal.end(Topic.MUTATIONS);
        }
    }

    /**
     * A client is about to remove the item under the cursor.
     *
     * @param command with which: delete or md
     */
    public void removed(byte[] command) {
        sampleChange(false);
        if (!journal.wants(Topic.DELETIONS)) {
            return;
        }
        cursor.copyKey(key, 0);
        synchronized (journal) {
            LogLine line = journal.begin(DELETED).key(key, 0, cursor.keyLength());
            line.text(CMD).text(command);
            line.text(CLSID).number(cursor.slabClass());
            line.text(SIZE).number(cursor.valueLength());
            journal.end(Topic.DELETIONS);
        }
    }

    private void sampleChange(boolean stays) {
        HotKeys sample = hotKeys;
        if (sample != null && sample.isDue()) {
            cursor.copyKey(key, 0);
            sample.asked(key, 0, cursor.keyLength(), true, stays ? cursor.valueLength() : -1);
        }
    }
}
