package io.flagstone.samples.cacheable;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** Somebody who is slow to ask, so that the answers are cached. */
@Service
public class Rates {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, BigDecimal> rates =
            new HashMap<>(Map.of("EURUSD", new BigDecimal("1.08"), "EURCHF", new BigDecimal("0.97")));

    /** What one unit of a currency is in another; null, which is cached, too, where nobody trades that. */
    @Cacheable("rates")
    public synchronized @Nullable BigDecimal rate(String from, String to) {
        asked.incrementAndGet();
        return rates.get(from + to);
    }

    /** What a customer pays. */
    @Cacheable("fees")
    public Fee fee(String customer) {
        asked.incrementAndGet();
        return new Fee(customer, new BigDecimal("0.25"));
    }

    /** The market has moved, by a cent: what is cached of this rate is forgotten. */
    @CacheEvict("rates")
    public synchronized void move(String from, String to) {
        rates.computeIfPresent(from + to, (pair, rate) -> rate.add(CENT));
    }

    /** How often the methods above did run. */
    public int asked() {
        return asked.get();
    }
}
