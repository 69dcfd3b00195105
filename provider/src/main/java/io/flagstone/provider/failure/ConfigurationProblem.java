package io.flagstone.provider.failure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A setting that is unknown, malformed or out of range. The message names the key, the value and what is allowed. */
public final class ConfigurationProblem extends FlagstoneException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigurationProblem(String message) {
        super(message);
    }

    public ConfigurationProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
