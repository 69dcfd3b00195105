package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import jakarta.persistence.Entity;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.hibernate.CacheMode;
import org.hibernate.annotations.Cache;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** One version of an application whose classes are compiled here, in a class loader of its own. */
final class Versions implements AutoCloseable {

    private static final String ENTITY = "shop.Account";

    private static final Map<String, Object> PAST_THE_CACHE = Map.of(
            "jakarta.persistence.cache.retrieveMode", CacheRetrieveMode.BYPASS,
            "jakarta.persistence.cache.storeMode", CacheStoreMode.BYPASS);

    private static final String SOURCE = """
            package shop;
            import jakarta.persistence.*;
            import java.io.Serializable;
            import java.sql.*;
            import java.util.*;
            import org.hibernate.annotations.Cache;
            import org.hibernate.annotations.CacheConcurrencyStrategy;
            import org.hibernate.engine.spi.SharedSessionContractImplementor;
            @Entity @Cacheable @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
            public class Account {
              @Id public long id;
              public String owner;
              //fields
            }
            """;

    private final Jvm jvm;
    private final Class<?> type;

    private Versions(Jvm jvm, Class<?> type) {
        this.jvm = jvm;
        this.type = type;
    }

    /**
     * Compiles and opens one.
     *
     * @param fields of the entity
     * @param more other classes
     */
    static Versions open(Jvm.Site site, Path folder, String fields, String more) {
        try {
            Files.createDirectories(folder.resolve("shop"));
            Path source = folder.resolve("shop").resolve("Account.java");
            Files.writeString(source, SOURCE.replace("//fields", fields) + more);
            StringWriter said = new StringWriter();
            var compiler = ToolProvider.getSystemJavaCompiler();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                List<String> options =
                        List.of("-proc:none", "-d", folder.toString(), "-cp", place(Entity.class) + place(Cache.class));
                boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                        .call();
                assertThat(compiled).as(said.toString()).isTrue();
            }
            // it lives as long as the application
            @SuppressWarnings("resource")
            ClassLoader loader =
                    new URLClassLoader(new URL[] {folder.toUri().toURL()}, Versions.class.getClassLoader());
            Class<?> type = Class.forName(ENTITY, true, loader);
            var registry = new BootstrapServiceRegistryBuilder()
                    .applyClassLoader(loader)
                    .build();
            return new Versions(
                    site.open(Clock.systemUTC(), new Configuration(registry).addAnnotatedClass(type)), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()) + File.pathSeparator;
    }

    Jvm jvm() {
        return jvm;
    }

    /** All that the entity says now, from the cache where it can. */
    String read() {
        return jvm.ask(session -> describe(session.find(type, 1L)));
    }

    /** The same from the database. */
    String truth() {
        return jvm.ask(session -> {
            // what is found beside the entity has the session's mode, the entity itself that of the call
            session.setCacheMode(CacheMode.IGNORE);
            return describe(session.find(type, 1L, PAST_THE_CACHE));
        });
    }

    /** Each reads what the database has, whatever the other has cached, and sees what the other changes. */
    void eachReadsTheTruth(Versions second) {
        read();
        assertThat(jvm.statements(this::read)).isZero();
        assertThat(second.read()).as("second").isEqualTo(second.truth());
        assertThat(second.jvm.statements(second::read)).as("refilled").isZero();
        assertThat(read()).as("first").isEqualTo(truth());
        assertThat(jvm.statements(this::read)).as("refilled").isZero();
        owner("two");
        assertThat(second.read()).contains("two").isEqualTo(second.truth());
        second.owner("three");
        assertThat(read()).contains("three").isEqualTo(truth());
        assertThat(second.read()).contains("three").isEqualTo(second.truth());
    }

    /** The result of a query that may be cached. */
    String query(String text) {
        return jvm.ask(
                session -> session.createSelectionQuery(text, Object.class).setCacheable(true).getResultList().stream()
                        .map(Versions::describe)
                        .collect(Collectors.joining(";")));
    }

    String queryTruth(String text) {
        return jvm.ask(session -> session.createSelectionQuery(text, Object.class).getResultList().stream()
                .map(Versions::describe)
                .collect(Collectors.joining(";")));
    }

    void owner(String name) {
        jvm.run(session -> {
            try {
                type.getField("owner").set(session.find(type, 1L), name);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    void sql(String statements) {
        jvm.run(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                for (String one : statements.split(";", -1)) {
                    statement.execute(one);
                }
            }
        }));
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof Collection<?> all) {
            return all.stream().map(Versions::describe).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Object[] all) {
            return describe(List.of(all));
        }
        if (value == null || !value.getClass().getName().startsWith("shop.") || value instanceof Enum<?>) {
            // what a value is counts as well as what it says
            return value == null ? "null" : value.getClass().getSimpleName() + " " + value;
        }
        TreeMap<String, String> fields = new TreeMap<>();
        Stream.of(value.getClass().getFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .forEach(field -> fields.put(field.getName(), describe(of(field, value))));
        return fields.toString();
    }

    private static @Nullable Object of(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        jvm.close();
    }
}
