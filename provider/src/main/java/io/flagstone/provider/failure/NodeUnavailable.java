package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The node that owns the key cannot be reached, or was left alone because it did not answer lately. */
public final class NodeUnavailable extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NodeUnavailable(String message) {
        super(message);
    }

    public NodeUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
