package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Arm;
import io.flagstone.bench.hibernate.arm.Database;
import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.testkit.fault.FaultProxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workers of a run, each with its own way to every node. */
final class Crew implements AutoCloseable {

    private final Plan plan;
    private final List<Member> members = new ArrayList<>();
    /** By worker and node; none where nobody is to be cut off. */
    private final List<List<FaultProxy>> ways = new ArrayList<>();

    Crew(Plan plan, Arm arm, Database database) {
        this.plan = plan;
        try {
            for (int worker = 0; worker < plan.workers(); worker++) {
                List<FaultProxy> own = new ArrayList<>();
                ways.add(own);
                if (plan.has(Fault.Kind.PARTITION_WORKER)) {
                    arm.servers().forEach(server -> own.add(FaultProxy.to(server.address(), plan.seed())));
                }
                members.add(new Member(plan, worker, settings(arm, database, own), shift(worker)));
            }
            members.forEach(Member::awaitReady);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Map<String, String> settings(Arm arm, Database database, List<FaultProxy> ways) {
        Map<String, String> settings = new LinkedHashMap<>(database.settings(plan.threads() + 2));
        List<String> addresses = ways.isEmpty()
                ? arm.addresses()
                : ways.stream().map(FaultProxy::hostAndPort).toList();
        settings.putAll(arm.settings(addresses, plan.directory()));
        if (arm.kind().ours()) {
            settings.put("hibernate.flagstone.failure", plan.strict() ? "strict" : "lenient");
            settings.put("hibernate.flagstone.lock", Plan.LOCK.toSeconds() + "s");
            // a machine that is busy with several JVMs is no fault of a node
            settings.put("hibernate.flagstone.timeout", "3s");
            settings.put("hibernate.flagstone.retry.first", "50ms");
            settings.put("hibernate.flagstone.retry.longest", "1s");
        }
        return settings;
    }

    private int shift(int worker) {
        if (!plan.has(Fault.Kind.CLOCK_SHIFT) || worker > 1) {
            return 0;
        }
        return worker == 0 ? 5 : -5;
    }

    /** How many seconds a worker's time of day is ahead. */
    int shiftOf(int worker) {
        return shift(worker);
    }

    Member member(int worker) {
        return members.get(worker);
    }

    /** A worker's way to a node. */
    FaultProxy way(int worker, int node) {
        return ways.get(worker).get(node);
    }

    void go() {
        members.forEach(member -> member.send("go"));
    }

    /** Ends the work. */
    void stop() {
        members.forEach(member -> member.send("stop"));
        members.forEach(member -> member.await("stopped"));
    }

    /**
     * All look at all that is cached, one after the other, once each reaches all nodes.
     *
     * @return the longest time that one took to reach them, in milliseconds
     */
    long compare() {
        long longest = 0;
        for (Member member : members) {
            member.send("settle");
            long millis = Long.parseLong(member.await("settled").split(" ")[1]);
            if (millis < 0) {
                throw new IllegalStateException(member + " does not reach all nodes");
            }
            longest = Math.max(longest, millis);
        }
        for (Member member : members) {
            member.send("compare");
            member.await("compared");
        }
        return longest;
    }

    void quit() {
        members.forEach(Member::quit);
    }

    void readInto(History history) {
        members.forEach(member -> member.readInto(history));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        ways.forEach(own -> own.forEach(FaultProxy::close));
    }
}
