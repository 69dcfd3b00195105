package io.flagstone.samples.boot;

import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application. All that concerns the cache stands in {@code application.properties}. */
@SpringBootApplication
public class Shop {

    /** Stores three products, and reads them again without a statement to the database. */
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(Shop.class, arguments)) {
            Products products = context.getBean(Products.class);
            products.saveAll(List.of(new Product(1, "chalk"), new Product(2, "slate"), new Product(3, "sponge")));
            Statistics statistics = statistics(context);
            long statements = statistics.getPrepareStatementCount();
            for (long id = 1; id <= 3; id++) {
                System.out.println(
                        id + " " + products.findById(id).map(Product::name).orElse("?"));
            }
            System.out.println("reading them: " + statistics.getSecondLevelCacheHitCount() + " hits, "
                    + (statistics.getPrepareStatementCount() - statements) + " statements");
        }
    }

    /** What Hibernate has counted in this application. */
    static Statistics statistics(ConfigurableApplicationContext context) {
        return context.getBean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics();
    }
}
