package io.flagstone.tck;

import io.flagstone.provider.FlagstoneCachingProvider;
import javax.cache.CacheManager;
import javax.cache.annotation.BeanProvider;
import javax.cache.configuration.MutableConfiguration;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The TCK's annotated beans behind Spring's JCache interceptors, on our provider. */
public final class SpringBeans implements BeanProvider {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Wiring.class);

    @Override
    public <T> T getBeanByType(Class<T> type) {
        return context.getBean(type);
    }

    /** Proxies by class, since the TCK asks for the beans by their classes. */
    @Configuration
    @EnableCaching(proxyTargetClass = true)
    public static class Wiring {

        @Bean(destroyMethod = "close")
        CacheManager jcacheManager() {
            CacheManager manager = new FlagstoneCachingProvider().getCacheManager();
            // Spring does not create caches
            for (String name : new String[] {
                "blogManager",
                "blgMngr",
                "manager.UsingDefaultCacheNameBlogManagerImpl.getEntryCached(java.lang.String)"
            }) {
                manager.createCache(name, new MutableConfiguration<>());
            }
            return manager;
        }

        @Bean
        JCacheCacheManager cacheManager(CacheManager manager) {
            return new JCacheCacheManager(manager);
        }

        @Bean
        ClassLevelCacheConfigBlogManagerImpl classLevel() {
            return new ClassLevelCacheConfigBlogManagerImpl();
        }

        @Bean
        CacheNameOnEachMethodBlogManagerImpl eachMethod() {
            return new CacheNameOnEachMethodBlogManagerImpl();
        }

        @Bean
        UsingDefaultCacheNameBlogManagerImpl defaultName() {
            return new UsingDefaultCacheNameBlogManagerImpl();
        }
    }
}
