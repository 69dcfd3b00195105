package io.flagstone.provider.failure;

import java.io.Serial;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that Flagstone itself reports. Subclasses say which kind; messages name the node, the verb
 * and the time spent, and what to do where that is known. They never contain keys or values.
 */
public class FlagstoneException extends CacheException {

    @Serial
    private static final long serialVersionUID = 1L;

    public FlagstoneException(String message) {
        super(message);
    }

    public FlagstoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
