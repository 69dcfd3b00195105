package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.log.LogWriter;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.Session;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** Runs operations, each as a transaction of its own, and writes down how it ended. */
final class Transactions {

    /** What a transaction does. */
    @FunctionalInterface
    interface Work {
        void in(Transaction transaction);
    }

    private static final int KILLED = 137;

    private final Sessions sessions;
    private final LogWriter log;
    private final Pause pause;
    private final AtomicBoolean halt = new AtomicBoolean();

    Transactions(Sessions sessions, LogWriter log, Pause pause) {
        this.sessions = sessions;
        this.log = log;
        this.pause = pause;
    }

    /** The next change ends this JVM after its commit, before anything is done to the cache for it. */
    void haltAfterCommit() {
        halt.set(true);
    }

    /**
     * Runs one.
     *
     * @param tenant whose; null for what is common
     */
    Outcome run(Op op, @Nullable String tenant, Work work) {
        long start = System.nanoTime();
        try (Session session = sessions.open(tenant)) {
            return run(op, session, start, work);
        }
    }

    private Outcome run(Op op, Session session, long start, Work work) {
        Transaction transaction = new Transaction(op, session, log, start);
        Outcome outcome;
        String error = "";
        boolean committing = false;
        try {
            session.beginTransaction();
            work.in(transaction);
            session.flush();
            if (transaction.rollsBack()) {
                session.getTransaction().rollback();
                outcome = Outcome.ROLLED_BACK;
            } else {
                prepare(transaction, session);
                committing = true;
                session.getTransaction().commit();
                outcome = Outcome.OK;
            }
        } catch (RuntimeException e) {
            outcome = committing ? Outcome.UNKNOWN : conflict(e) ? Outcome.CONFLICT : Outcome.FAILED;
            error = chain(e) + rollback(session);
        }
        transaction.ended(outcome);
        log.done(op, start, System.nanoTime(), outcome, error);
        return outcome;
    }

    private void prepare(Transaction transaction, Session session) {
        if (!transaction.writes()) {
            return;
        }
        pause.hereIfAsked();
        if (halt.compareAndSet(true, false)) {
            session.getTransaction().registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    log.flush();
                }

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                }
            });
        }
    }

    private static boolean conflict(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException || cause instanceof StaleStateException) {
                return true;
            }
        }
        return false;
    }

    private static String chain(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : " <- ").append(cause);
        }
        return text.toString();
    }

    private static String rollback(Session session) {
        try {
            if (session.getTransaction().getStatus().canRollback()) {
                session.getTransaction().rollback();
            }
            return "";
        } catch (RuntimeException e) {
            return "; and at the rollback: " + chain(e);
        }
    }
}
