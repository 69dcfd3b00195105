package io.flagstone.samples.boot.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.micrometer.FlagstoneMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Spring Boot's actuator binds our caches as it binds others, and our meters of nodes stand beside them. */
class ActuatorTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {

        /** What Spring Boot creates its caches with. */
        @Bean
        javax.cache.configuration.Configuration<Object, Object> caches() {
            return new MutableConfiguration<>().setStatisticsEnabled(true);
        }

        @Bean
        MeterBinder nodes(javax.cache.CacheManager manager) {
            return FlagstoneMeters.nodes(manager);
        }
    }

    @Test
    void theActuatorCountsTheCallsOfCachesAndWeThoseToNodes() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--spring.datasource.url=jdbc:h2:mem:actuator;DB_CLOSE_DELAY=-1",
                        "--spring.cache.type=jcache",
                        "--spring.cache.jcache.provider=io.flagstone.provider.FlagstoneCachingProvider",
                        "--spring.cache.cache-names=greetings")) {
            Cache cache =
                    Objects.requireNonNull(context.getBean(CacheManager.class).getCache("greetings"));
            cache.put("en", "hello");
            assertThat(cache.get("en", String.class)).isEqualTo("hello");
            assertThat(cache.get("fr")).isNull();
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(gets(registry, "hit")).isEqualTo(1);
            assertThat(gets(registry, "miss")).isEqualTo(1);
            assertThat(registry.get("cache.puts")
                            .tag("cache", "greetings")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("flagstone.node.commands").functionCounter().count())
                    .isGreaterThanOrEqualTo(3);
        }
    }

    private static double gets(MeterRegistry registry, String result) {
        return registry.get("cache.gets")
                .tag("name", "greetings")
                .tag("result", result)
                .functionCounter()
                .count();
    }
}
