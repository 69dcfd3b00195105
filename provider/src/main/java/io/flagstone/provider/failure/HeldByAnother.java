package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Another client held the entry, for a writer or a processor, for longer than this call could wait. */
public final class HeldByAnother extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public HeldByAnother(String message) {
        super(message);
    }

    public HeldByAnother(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
