package io.flagstone.hibernate;

import java.util.List;
import org.hibernate.boot.registry.selector.SimpleStrategyRegistrationImpl;
import org.hibernate.boot.registry.selector.StrategyRegistration;
import org.hibernate.boot.registry.selector.StrategyRegistrationProvider;
import org.hibernate.cache.spi.RegionFactory;

/** Registers the region factory as {@code flagstone}; where it is the only one, Hibernate takes it unasked. */
public final class FlagstoneRegistration implements StrategyRegistrationProvider {

    /** The short name for {@code hibernate.cache.region.factory_class}. */
    public static final String NAME = "flagstone";

    @Override
    @SuppressWarnings("rawtypes") // Hibernate 6 declares it so, and 7 differs in the type argument only
    public Iterable<StrategyRegistration> getStrategyRegistrations() {
        return List.of(new SimpleStrategyRegistrationImpl<>(
                RegionFactory.class,
                FlagstoneRegionFactory.class,
                NAME,
                FlagstoneRegionFactory.class.getName(),
                FlagstoneRegionFactory.class.getSimpleName()));
    }
}
