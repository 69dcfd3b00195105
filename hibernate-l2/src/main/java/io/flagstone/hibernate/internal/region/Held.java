package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Hold;
import io.flagstone.hibernate.internal.record.Records;
import org.hibernate.cache.spi.access.SoftLock;

/** A session's hold on one item, which it may have asked for several times in one transaction. */
final class Held implements SoftLock {

    private final Records records;
    private final Hold hold;
    private int times;

    Held(Records records, Hold hold) {
        this.records = records;
        this.hold = hold;
    }

    Hold hold() {
        return hold;
    }

    Held again() {
        times++;
        return this;
    }

    /** One of them has ended; true when it was the last. */
    boolean ended() {
        times--;
        return times <= 0;
    }

    void release() {
        records.release(hold);
    }
}
