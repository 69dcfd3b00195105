package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.data.Layout;
import io.flagstone.bench.hibernate.data.Model;
import io.flagstone.bench.hibernate.log.LogWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Rows that never change and lie on all nodes: whoever finds all of them in the cache reaches every node. */
final class Beacons {

    private final SessionFactory sessions;
    private final LogWriter log;

    Beacons(SessionFactory sessions, LogWriter log) {
        this.sessions = sessions;
        this.log = log;
    }

    /** Looks at all of them; those that are missing may be there the next time. */
    boolean probe() {
        long start = System.nanoTime();
        Counter statements = new Counter();
        try (Session session =
                sessions.withOptions().statementInspector(statements).openSession()) {
            session.beginTransaction();
            for (long id = 0; id < Layout.BEACONS; id++) {
                session.find(Model.Beacon.class, id);
            }
            session.getTransaction().commit();
        } catch (RuntimeException notReached) {
            statements.count.incrementAndGet();
        }
        boolean reached = statements.count.get() == 0;
        log.probe(start, System.nanoTime(), reached);
        return reached;
    }

    private static final class Counter implements StatementInspector {
        private static final long serialVersionUID = 1L;

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public String inspect(String sql) {
            count.incrementAndGet();
            return sql;
        }
    }
}
