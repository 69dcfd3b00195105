package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.data.Sql;
import io.flagstone.bench.hibernate.log.LogWriter;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.hibernate.Session;

/** A transaction and what it writes down. */
final class Transaction {

    private final Op op;
    private final Session session;
    private final LogWriter log;
    private final long start;
    private final List<Long> intents = new ArrayList<>();
    private boolean rollsBack;

    Transaction(Op op, Session session, LogWriter log, long start) {
        this.op = op;
        this.session = session;
        this.log = log;
        this.start = start;
    }

    Session session() {
        return session;
    }

    /** A number for what these keys name, which stay locked until the end. */
    long number(String... keys) {
        return session.doReturningWork(connection -> Sql.number(connection, keys));
    }

    /** Asks the database by a way that knows no cache. */
    OptionalLong ask(String sql, Object... parameters) {
        return session.doReturningWork(connection -> Sql.one(connection, sql, parameters));
    }

    /** Notes what was just read. */
    void read(String key, long value) {
        log.read(op, key, value, start, System.nanoTime());
    }

    /** Announces what is about to be committed. */
    void write(String key, long number, boolean absent) {
        intents.add(log.intent(op, key, number, absent, start));
    }

    void rollBack() {
        rollsBack = true;
    }

    boolean rollsBack() {
        return rollsBack;
    }

    boolean writes() {
        return !intents.isEmpty();
    }

    void ended(Outcome outcome) {
        long end = System.nanoTime();
        intents.forEach(intent -> log.ended(intent, end, outcome));
    }
}
