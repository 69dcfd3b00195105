package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A key or a value cannot be turned into bytes, or a class of it is not on the allow-list. */
public final class NotEncodable extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotEncodable(String message) {
        super(message);
    }

    public NotEncodable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
