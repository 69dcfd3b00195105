package io.flagstone.server;

import io.flagstone.server.config.OptionException;
import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.observe.Happenings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Reads files again while the node runs, when a failure is no reason to stop. */
final class Reloading {
    private static final Logger LOG = System.getLogger("io.flagstone.server");

    private Reloading() {}

    /**
     * Does it, and notes how it went; answers what was wrong, which is logged, or null.
     *
     * @param what is read, for people; the note has no names of files
     */
    static @Nullable String failure(String what, Runnable reading, Happenings happenings) {
        try {
            reading.run();
            happenings.note(Kind.SETTINGS, what + " were read again");
            LOG.log(Level.INFO, "{0} were read again", what);
            return null;
        } catch (OptionException e) {
            String wrong = e.getMessage();
            happenings.note(
                    Kind.FAULT, what + " could not be read again; those of before stay in force, and the log says why");
            LOG.log(Level.ERROR, "not reloaded, what was read before stays in force: {0}", wrong);
            return wrong;
        }
    }

    /** Says that there are no files, which is not what whoever asked had in mind. */
    static void ofNothing() {
        LOG.log(
                Level.INFO,
                "nothing to read again: there are no files of certificates, passwords or rights, and other options are"
                        + " read at the start only");
    }
}
