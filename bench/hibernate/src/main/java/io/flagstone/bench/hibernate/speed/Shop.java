package io.flagstone.bench.hibernate.speed;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.NullUnmarked;

/** What is stored. Hibernate fills the fields. */
@NullUnmarked
final class Shop {

    /** Articles of one shelf, and lines of one basket. */
    static final int TOGETHER = 10;

    static final int BASKETS = 100;
    static final List<Class<?>> ALL = List.of(Article.class, Basket.class, Line.class);

    private static final String TEXT =
            "Bookcase of solid oak, five shelves, oiled, to be put together at home. ".repeat(2);
    private static final int BATCH = 500;

    private Shop() {}

    @Entity(name = "Article")
    @Table(indexes = @Index(columnList = "shelf"))
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Article {

        @Id
        long id;

        @Version
        Integer version;

        String name;

        @Column(length = 1000)
        String text;

        BigDecimal price;
        Instant since;
        int stock;
        long shelf;

        Article() {}

        Article(long id) {
            this.id = id;
            name = name(id);
            text = TEXT;
            price = BigDecimal.valueOf(1999 + id % 1000, 2);
            since = Instant.EPOCH;
            shelf = shelf(id);
        }

        static String name(long id) {
            return "Article " + id;
        }

        static long shelf(long id) {
            return id / TOGETHER;
        }
    }

    @Entity(name = "Basket")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Basket {

        @Id
        long id;

        String owner;

        @OneToMany(mappedBy = "basket")
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        List<Line> lines = new ArrayList<>();
    }

    @Entity(name = "Line")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Line {

        @Id
        long id;

        int pieces;
        String text;

        @ManyToOne(fetch = FetchType.LAZY)
        Basket basket;
    }

    /** Fills empty tables past all caches. */
    static void fill(Connection connection, String schema, int articles) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + schema
                + ".Article (id, version, name, text, price, since, stock, shelf) values (?, 0, ?, ?, ?, ?, 0, ?)")) {
            for (long id = 0; id < articles; id++) {
                Article article = new Article(id);
                insert.setLong(1, id);
                insert.setString(2, article.name);
                insert.setString(3, article.text);
                insert.setBigDecimal(4, article.price);
                insert.setTimestamp(5, Timestamp.from(article.since));
                insert.setLong(6, article.shelf);
                add(insert, id);
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into " + schema + ".Basket (id, owner) values (?, 'somebody')")) {
            for (long id = 0; id < BASKETS; id++) {
                insert.setLong(1, id);
                add(insert, id);
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + schema + ".Line (id, pieces, text, basket_id) values (?, 1, 'something', ?)")) {
            for (long id = 0; id < BASKETS * TOGETHER; id++) {
                insert.setLong(1, id);
                insert.setLong(2, id / TOGETHER);
                add(insert, id);
            }
            insert.executeBatch();
        }
    }

    private static void add(PreparedStatement insert, long number) throws SQLException {
        insert.addBatch();
        if (number % BATCH == BATCH - 1) {
            insert.executeBatch();
        }
    }
}
