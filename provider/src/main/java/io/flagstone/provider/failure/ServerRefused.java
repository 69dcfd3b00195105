package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The node answered, but refused: out of memory, a command it forbids, an item it will not take. */
public final class ServerRefused extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ServerRefused(String message) {
        super(message);
    }

    public ServerRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
