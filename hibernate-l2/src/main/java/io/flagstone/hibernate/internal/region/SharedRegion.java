package io.flagstone.hibernate.internal.region;

import org.hibernate.cache.spi.Region;
import org.hibernate.cache.spi.RegionFactory;

/** What all regions have: a name, the factory's connections, and troubles. */
abstract class SharedRegion implements Region {

    private final String name;
    private final RegionContext context;
    private final Trouble trouble;

    SharedRegion(String name, RegionContext context) {
        this.name = name;
        this.context = context;
        this.trouble = new Trouble(name);
    }

    final RegionContext context() {
        return context;
    }

    final Trouble trouble() {
        return trouble;
    }

    @Override
    public final String getName() {
        return name;
    }

    @Override
    public final RegionFactory getRegionFactory() {
        return context.factory();
    }

    /** The entries stay: other applications use them. */
    @Override
    public final void destroy() {
        // the connections belong to the region factory
    }
}
