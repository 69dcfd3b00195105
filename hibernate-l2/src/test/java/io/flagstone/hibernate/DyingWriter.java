package io.flagstone.hibernate;

import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.hibernate.Model.Versioned;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/**
 * An application that changes an entity, commits, and dies before it can tell the cache. It says {@code changed} before
 * it waits for a line to commit.
 */
final class DyingWriter {

    /** How it ends when all went well. */
    static final int DEAD = 7;

    /** What it may change. */
    static final List<Class<? extends Thing>> TYPES = List.of(Plain.class, Versioned.class);

    private DyingWriter() {}

    /**
     * @param arguments nodes, name, URL of the database, class of the entity, then settings as key=value
     */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        Jvm.Site site = new Jvm.Site(arguments[0], arguments[1]).set("hibernate.connection.url", arguments[2]);
        for (int i = 4; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            site.set(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        Class<? extends Thing> type = Class.forName(arguments[3]).asSubclass(Thing.class);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Jvm jvm = site.open(Clock.systemUTC(), configuration -> TYPES.forEach(configuration::addAnnotatedClass))) {
            jvm.run(session -> {
                session.find(type, 1L).text("two");
                session.flush();
                session.getTransaction().registerSynchronization(new Death());
                System.out.println("changed");
                await(input);
            });
        }
    }

    private static void await(BufferedReader input) {
        try {
            input.readLine();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Told after the database, before the cache. */
    private static final class Death implements Synchronization {

        @Override
        public void beforeCompletion() {
            // it lives until then
        }

        @Override
        public void afterCompletion(int status) {
            Runtime.getRuntime().halt(status == Status.STATUS_COMMITTED ? DEAD : 1);
        }
    }
}
