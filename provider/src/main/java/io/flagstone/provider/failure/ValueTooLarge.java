package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A value does not fit into an item of the node. The message names both sizes. */
public final class ValueTooLarge extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ValueTooLarge(String message) {
        super(message);
    }

    public ValueTooLarge(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
