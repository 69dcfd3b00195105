package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The node answered something that is not a reply to what was asked. Its connection has been closed. */
public final class ReplyNotUnderstood extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ReplyNotUnderstood(String message) {
        super(message);
    }

    public ReplyNotUnderstood(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
