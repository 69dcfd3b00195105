package io.flagstone.server.tool.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file's orders, one after the other. */
interface Source {
    /**
     * The next one; null when there is no more.
     *
     * @throws BadLine when a line is wrong; what follows it may still be right
     */
    @Nullable
    Order next() throws BadLine, IOException;
}
