package io.flagstone.bench.hibernate.speed;

import io.flagstone.bench.hibernate.speed.Shop.Article;
import io.flagstone.bench.hibernate.speed.Shop.Basket;
import io.flagstone.bench.hibernate.speed.Shop.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** What is measured, a transaction at a time unless it says otherwise. */
enum Job {
    /** Finds one entity that is cached. */
    HIT(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> found(session, turn.hot()));
        }
    },
    /** Finds ten entities that are cached. */
    HITS(Shop.TOGETHER) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> {
                Set<Long> ids = new HashSet<>();
                while (ids.size() < Shop.TOGETHER) {
                    ids.add(turn.hot());
                }
                ids.forEach(id -> found(session, id));
            });
        }
    },
    /** Finds one entity that is not cached, and caches it. */
    MISS(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            long id = turn.next();
            if (turn.isFirst(id)) {
                sessions.getCache().evictEntityData(Article.class);
            }
            sessions.inTransaction(session -> found(session, id));
        }
    },
    /** Finds one entity that is cached, and changes it. */
    UPDATE(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> found(session, turn.own()).stock++);
        }
    },
    /** Adds one entity. */
    INSERT(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> session.persist(new Article(turn.fresh())));
        }
    },
    /** Finds one entity with ten others in a collection; all of them are cached. */
    COLLECTION(Shop.TOGETHER + 1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> lines(session, turn.basket()));
        }
    },
    /** Asks a query that is cached. */
    QUERY(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            sessions.inTransaction(session -> ask(session, turn.shelf()));
        }
    },
    /** Changes an entity and then, in another transaction, asks a query whose cached result has become old by that. */
    MARKED(1) {
        @Override
        void run(SessionFactory sessions, Turn turn) {
            UPDATE.run(sessions, turn);
            QUERY.run(sessions, turn);
        }
    };

    private final int entities;

    Job(int entities) {
        this.entities = entities;
    }

    /** Asks three times for all that is read all the time, for a result is stored the second time it is asked for. */
    static void prime(SessionFactory sessions, Turn.Range range) {
        for (int times = 0; times < 3; times++) {
            for (long id = 0; id < range.hot(); id++) {
                long article = id;
                sessions.inTransaction(session -> found(session, article));
            }
            for (long id = 0; id < range.hot() / Shop.TOGETHER; id++) {
                long shelf = id;
                sessions.inTransaction(session -> ask(session, shelf));
            }
            for (long id = 0; id < Shop.BASKETS; id++) {
                long basket = id;
                sessions.inTransaction(session -> lines(session, basket));
            }
        }
    }

    /**
     * Does it once.
     *
     * @throws IllegalStateException when an answer is wrong
     */
    abstract void run(SessionFactory sessions, Turn turn);

    /** How many entities it concerns, or 1 for a query. */
    int entities() {
        return entities;
    }

    private static Article found(Session session, long id) {
        Article article = session.find(Article.class, id);
        require(article != null && article.id == id && article.name.equals(Article.name(id)));
        return article;
    }

    private static void lines(Session session, long basket) {
        List<Line> lines = session.find(Basket.class, basket).lines;
        require(lines.size() == Shop.TOGETHER && lines.get(0).pieces == 1);
    }

    private static void ask(Session session, long shelf) {
        List<String> names = session.createSelectionQuery(
                        "select a.name from Article a where a.shelf = :shelf order by a.id", String.class)
                .setParameter("shelf", shelf)
                .setCacheable(true)
                .getResultList();
        require(names.size() == Shop.TOGETHER && names.get(0).equals(Article.name(shelf * Shop.TOGETHER)));
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("a wrong answer");
        }
    }
}
