package io.flagstone.samples.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;

/** Books in a database, with the unit {@code library} of {@code META-INF/persistence.xml}. */
public final class Library implements AutoCloseable {

    private final EntityManagerFactory factory;

    private Library(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /**
     * Opens the library.
     *
     * @param settings what goes before the same names in {@code persistence.xml}
     */
    public static Library open(Map<String, String> settings) {
        return new Library(Persistence.createEntityManagerFactory("library", settings));
    }

    /** Stores books. */
    public void add(List<Book> books) {
        inTransaction(manager -> {
            books.forEach(manager::persist);
            return books.size();
        });
    }

    /** The title of a book, or nothing where there is none of that number. */
    public Optional<String> title(long id) {
        return inTransaction(
                manager -> Optional.ofNullable(manager.find(Book.class, id)).map(Book::title));
    }

    /** What Hibernate has counted in this application. */
    public Statistics statistics() {
        return factory.unwrap(SessionFactory.class).getStatistics();
    }

    private <T> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            try {
                T result = work.apply(manager);
                manager.getTransaction().commit();
                return result;
            } catch (RuntimeException e) {
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
                throw e;
            }
        }
    }

    @Override
    public void close() {
        factory.close();
    }

    /**
     * One application stores three books; another one, which shares its database and its nodes, reads them without a
     * statement to the database. System properties {@code hibernate.*} go before {@code persistence.xml}.
     */
    public static void main(String[] arguments) {
        Map<String, String> settings = hibernate(System.getProperties());
        List<Book> books = List.of(new Book(1, "Emma"), new Book(2, "Middlemarch"), new Book(3, "Villette"));
        try (Library first = open(settings);
                Library second = open(settings)) {
            first.add(books);
            books.forEach(book ->
                    System.out.println(book.id() + " " + second.title(book.id()).orElse("?")));
            System.out.println("second application: " + second.statistics().getSecondLevelCacheHitCount() + " hits, "
                    + second.statistics().getPrepareStatementCount() + " statements");
        }
    }

    private static Map<String, String> hibernate(Properties properties) {
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("hibernate."))
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }
}
