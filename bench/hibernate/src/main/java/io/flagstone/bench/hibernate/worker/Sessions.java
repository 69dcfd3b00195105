package io.flagstone.bench.hibernate.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.flagstone.bench.hibernate.data.Model;
import io.flagstone.hibernate.FlagstoneRegionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.function.ToLongFunction;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;

/** The two session factories of a worker: one for what all share, one for tenants. */
final class Sessions implements AutoCloseable {

    private final SessionFactory common;
    private final SessionFactory tenants;
    private final HikariDataSource tenantsPool;

    /**
     * Opens them.
     *
     * @param settings those of Hibernate
     * @param second whether with the mappings of the second edition
     * @param shift seconds that the time of day is ahead, of ours only
     */
    Sessions(Properties settings, boolean second, int shift) {
        Configuration first = configuration(settings, shift);
        Model.COMMON.forEach(first::addAnnotatedClass);
        if (!second) {
            first.addResource("io/flagstone/bench/hibernate/data/first-edition.orm.xml");
        }
        common = first.buildSessionFactory();
        tenantsPool = pool(settings);
        Configuration other = configuration(settings, shift);
        other.addAnnotatedClass(Model.Owned.class);
        other.getProperties().keySet().removeIf(key -> key.toString().startsWith("hibernate.connection."));
        other.getProperties().remove("hibernate.connection.provider_class");
        other.setProperty("hibernate.cache.region_prefix", "tenants");
        other.getProperties().put("hibernate.multi_tenant_connection_provider", new TenantConnections(tenantsPool));
        tenants = other.buildSessionFactory();
    }

    private static Configuration configuration(Properties settings, int shift) {
        Configuration configuration = new Configuration();
        configuration.addProperties(settings);
        if (shift != 0) {
            Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(shift));
            configuration
                    .getProperties()
                    .put("hibernate.cache.region.factory_class", new FlagstoneRegionFactory(wrong));
        }
        configuration.setProperty("hibernate.generate_statistics", "true");
        configuration.setProperty("hibernate.session.events.log", "false");
        return configuration;
    }

    private static HikariDataSource pool(Properties settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.getProperty("hibernate.connection.url"));
        config.setUsername(settings.getProperty("hibernate.connection.username"));
        config.setPassword("");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(Integer.parseInt(settings.getProperty("hibernate.hikari.maximumPoolSize")));
        return new HikariDataSource(config);
    }

    SessionFactory common() {
        return common;
    }

    /** A session of a tenant, or of all if there is none. */
    Session open(@Nullable String tenant) {
        return tenant == null
                ? common.openSession()
                : tenants.withOptions().tenantIdentifier((Object) tenant).openSession();
    }

    long hits() {
        return sum(Statistics::getSecondLevelCacheHitCount)
                + sum(Statistics::getQueryCacheHitCount)
                + sum(Statistics::getNaturalIdCacheHitCount);
    }

    long misses() {
        return sum(Statistics::getSecondLevelCacheMissCount)
                + sum(Statistics::getQueryCacheMissCount)
                + sum(Statistics::getNaturalIdCacheMissCount);
    }

    long statements() {
        return sum(Statistics::getPrepareStatementCount);
    }

    private long sum(ToLongFunction<Statistics> count) {
        return count.applyAsLong(common.getStatistics()) + count.applyAsLong(tenants.getStatistics());
    }

    @Override
    public void close() {
        tenants.close();
        common.close();
        tenantsPool.close();
    }
}
