package io.flagstone.server.internal.operator;

import java.util.function.BooleanSupplier;

/** A long answer that is made in slices, so that neither its event loop nor its reader's memory is taken over. */
public interface Slices {
    /**
     * Makes the next slice.
     *
     * @param isCongested whether so much waits to be sent that nothing should be added
     * @return whether that was the last
     */
    boolean slice(BooleanSupplier isCongested);
}
