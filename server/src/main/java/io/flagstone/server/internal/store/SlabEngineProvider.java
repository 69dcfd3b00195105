package io.flagstone.server.internal.store;

import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StorageEngineProvider;

/** Provides the default engine, {@code slab}. */
public final class SlabEngineProvider implements StorageEngineProvider {
    @Override
    public String name() {
        return "slab";
    }

    @Override
    public StorageEngine open(EngineContext context) {
        return new SlabEngine(context);
    }
}
