package io.flagstone.samples.cacheable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;

/** The application. All that concerns the cache stands in the two files of properties. */
@SpringBootApplication
@EnableCaching
public class Exchange {

    /** Asks for a rate three times. */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(Exchange.class, arguments)) {
            Rates rates = context.getBean(Rates.class);
            for (int i = 0; i < 3; i++) {
                System.out.println("1 EUR = " + rates.rate("EUR", "USD") + " USD");
            }
            System.out.println("asked " + rates.asked() + " time");
        }
    }
}
