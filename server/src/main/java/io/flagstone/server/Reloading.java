package io.flagstone.server;

import io.flagstone.server.config.OptionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Reads files again while the node runs, when a failure is no reason to stop. */
final class Reloading {
    private static final Logger LOG = System.getLogger("io.flagstone.server");

    private Reloading() {}

    /** Does it; answers what was wrong, which is logged, or null. */
    static @Nullable String failure(Runnable reading) {
        try {
            reading.run();
            return null;
        } catch (OptionException e) {
            String wrong = e.getMessage();
            LOG.log(Level.ERROR, "not reloaded, what was read before stays in force: {0}", wrong);
            return wrong;
        }
    }
}
