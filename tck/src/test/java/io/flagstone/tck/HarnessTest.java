package io.flagstone.tck;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.flagstone.testkit.process.StockMemcached;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import javax.cache.Caching;
import javax.cache.annotation.BeanProvider;
import javax.cache.spi.CachingProvider;
import org.junit.Test;

/** What would let the TCK pass without proving anything. */
public class HarnessTest {

    @Test
    public void theOneProviderOnTheClassPathIsOurs() {
        int count = 0;
        for (CachingProvider provider : Caching.getCachingProviders()) {
            assertEquals(
                    "io.flagstone.provider.FlagstoneCachingProvider",
                    provider.getClass().getName());
            count++;
        }
        assertEquals(1, count);
    }

    /** Without a bean provider the annotation tests pass silently. */
    @Test
    public void springBringsTheAnnotatedBeans() {
        BeanProvider beans = ServiceLoader.load(BeanProvider.class).iterator().next();
        manager.BlogManager bean = beans.getBeanByType(manager.ClassLevelCacheConfigBlogManagerImpl.class);
        assertTrue(
                "not intercepted: " + bean.getClass(), bean.getClass().getName().contains("$$"));
    }

    /** An excluded test counts as passed. */
    @Test
    public void nothingIsExcludedButTheTestThatAlwaysFails() throws Exception {
        try (InputStream list = HarnessTest.class.getResourceAsStream("/ExcludeList");
                BufferedReader in = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            assertEquals(
                    List.of("org.jsr107.tck.CachingTest#dummyTest"), in.lines().toList());
        }
    }

    /** Without the program the runs on stock memcached are left out, which a continuous build must not take for green. */
    @Test
    public void stockMemcachedIsThereWhereItMatters() {
        if (StockMemcached.program().isPresent()) {
            return;
        }
        String reason =
                "the TCK on stock memcached was skipped: memcached is not on the PATH" + " (apt-get install memcached)";
        assertNull(reason, System.getenv("CI"));
        assumeTrue(reason, false);
    }
}
