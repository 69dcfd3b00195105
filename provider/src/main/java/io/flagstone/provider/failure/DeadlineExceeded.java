package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The call's time was up before the node answered. A mutation may or may not have happened; it will not overwrite a later one. */
public final class DeadlineExceeded extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DeadlineExceeded(String message) {
        super(message);
    }

    public DeadlineExceeded(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
