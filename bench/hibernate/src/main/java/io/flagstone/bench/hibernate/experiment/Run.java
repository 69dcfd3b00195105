package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Arm;
import io.flagstone.bench.hibernate.arm.Database;
import io.flagstone.bench.hibernate.data.Rows;
import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Write;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Carries out a plan. */
final class Run {

    private final Plan plan;
    private final PrintStream out;

    Run(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** Returns what happened. */
    History run() throws InterruptedException {
        try (Database database = plan.h2() ? Database.startH2() : Database.start();
                Arm arm = Arm.start(plan.arm(), plan.megabytes())) {
            List<Write> setup = Rows.create(database);
            try (Crew crew = new Crew(plan, arm, database)) {
                return run(database, arm, crew, setup);
            }
        }
    }

    private History run(Database database, Arm arm, Crew crew, List<Write> setup) throws InterruptedException {
        out.printf(
                Locale.ROOT,
                "%s on %s, %d workers of %d threads, %d servers, %d s, seed %d%n",
                plan.arm(),
                database.name(),
                plan.workers(),
                plan.threads(),
                arm.servers().size(),
                plan.length().toSeconds(),
                plan.seed());
        long end = System.nanoTime() + plan.length().toNanos();
        crew.go();
        List<Fault> faults =
                new Faults(plan, arm, crew, out).run(end - plan.quietEnd().toNanos());
        Thread.sleep(Math.max(plan.quietEnd().toMillis() / 2, (end - System.nanoTime()) / 1_000_000));
        crew.stop();
        out.println("  all nodes reached by all after " + crew.compare() + " ms");
        History history = new History();
        history.truth().putAll(Rows.truth(database));
        crew.quit();
        history.writes().addAll(setup);
        history.faults().addAll(faults);
        crew.readInto(history);
        return history;
    }
}
