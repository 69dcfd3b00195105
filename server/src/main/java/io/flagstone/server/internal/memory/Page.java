package io.flagstone.server.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A page of 1 MiB off the heap and what is known about it. */
public final class Page {
    private static final VarHandle EARLIEST;

    static {
        try {
            EARLIEST = MethodHandles.lookup().findVarHandle(Page.class, "earliestExpiry", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int number;
    private final ByteBuffer memory;
    private volatile int slabClass;
    private volatile int carved;

    @SuppressWarnings("unused") // written through the VarHandle
    private volatile int earliestExpiry = Integer.MAX_VALUE;

    /** Chunks still to be freed while the page is drained; guarded by its class's lock. */
    int live;

    /** Next page of the class that still has room never handed out; guarded by its class's lock. */
    @Nullable
    Page nextUncarved;

    Page(int number, ByteBuffer memory) {
        this.number = number;
        this.memory = memory;
    }

    /** Its number, from 1. */
    public int number() {
        return number;
    }

    /** Its bytes. */
    public ByteBuffer memory() {
        return memory;
    }

    /** The class it belongs to; 0 while in the pool. */
    public int slabClass() {
        return slabClass;
    }

    void assign(int toClass) {
        carved = 0;
        earliestExpiry = Integer.MAX_VALUE;
        slabClass = toClass;
    }

    /** Bytes from its start that have been handed out as chunks at least once in this class. */
    public int carved() {
        return carved;
    }

    void carveTo(int bytes) {
        carved = bytes;
    }

    /** The handle of the chunk at this offset. */
    public long handle(int offset) {
        return (long) number << Pages.SHIFT | offset;
    }

    /** No item in this page expires before this second. */
    public int earliestExpiry() {
        return earliestExpiry;
    }

    /** Notes that an item in this page expires at {@code second}; 0, which is never, changes nothing. */
    public void noteExpiry(int second) {
        int earliest = earliestExpiry;
        while (second != 0 && second < earliest && !EARLIEST.compareAndSet(this, earliest, second)) {
            earliest = earliestExpiry;
        }
    }

    /**
     * Forgets the bound before a walk over the page. An item stored during the walk is either met by it or notes its
     * expiry after this call, so the walk may note what it met and the bound is sound again.
     */
    public void forgetExpiry() {
        earliestExpiry = Integer.MAX_VALUE;
    }
}
