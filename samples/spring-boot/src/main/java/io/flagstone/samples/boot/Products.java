package io.flagstone.samples.boot;

import jakarta.persistence.QueryHint;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.QueryHints;

/** The products of the shop. */
public interface Products extends JpaRepository<Product, Long> {

    /** The products of that name; the answer is cached until a product changes. */
    @QueryHints(@QueryHint(name = "org.hibernate.cacheable", value = "true"))
    List<Product> findByName(String name);
}
