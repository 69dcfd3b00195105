package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes cannot, or must not, be turned into an object: damaged, of a codec or class that is not here, or of a
 * class that is not on the allow-list. Reads take such an entry for absent.
 */
public final class NotDecodable extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotDecodable(String message) {
        super(message);
    }

    public NotDecodable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
