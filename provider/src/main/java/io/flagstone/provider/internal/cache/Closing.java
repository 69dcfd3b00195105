package io.flagstone.provider.internal.cache;

import java.io.Closeable;
import java.io.IOException;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Closes what the application gave to a cache, all of it, whichever of it fails. */
final class Closing {

    private final @Nullable Object[] customizations;

    /**
     * @param customizations loaders, writers, policies, and what else may be a {@link Closeable}
     */
    Closing(@Nullable Object... customizations) {
        this.customizations = customizations;
    }

    void run() {
        CacheException first = null;
        for (Object customization : customizations) {
            try {
                close(customization);
            } catch (IOException | RuntimeException e) {
                if (first == null) {
                    first = new CacheException("a customization of the cache could not be closed", e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void close(@Nullable Object customization) throws IOException {
        if (customization instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
