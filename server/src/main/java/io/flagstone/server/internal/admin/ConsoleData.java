package io.flagstone.server.internal.admin;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.metrics.Figures;
import io.flagstone.server.internal.net.Listener;
import io.flagstone.server.internal.observe.Happening;
import io.flagstone.server.internal.observe.HotKey;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.store.StatisticsGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the console shows, as JSON. It is made anew once a second at most, however many look at it. */
final class ConsoleData {
    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final int HOT_KEYS = 12;
    private static final double MILLI = 1e6;
    private static final List<String> TOTALS = List.of(
            "curr_items",
            "bytes",
            "limit_maxbytes",
            "curr_connections",
            "max_connections",
            "rejected_connections",
            "evictions",
            "get_hits",
            "get_misses",
            "touch_hits",
            "touch_misses",
            "store_no_memory",
            "faults",
            "slots");

    private final NodeFacts facts;
    private final Listener listener;
    private final Health health;
    private final History history;
    private final Sampler sampler;
    private final FleetShares shares;
    private final KeyNames names;
    private String text = "";
    private long madeAt;

    ConsoleData(NodeFacts facts, Listener listener, Health health, History history, Sampler sampler, Fleet fleet) {
        this.facts = facts;
        this.listener = listener;
        this.health = health;
        this.history = history;
        this.sampler = sampler;
        this.names = new KeyNames(facts.options().text(Option.ADMIN_KEYS));
        this.shares = new FleetShares(fleet);
    }

    synchronized String text() {
        long now = System.nanoTime();
        if (text.isEmpty() || now - madeAt > FRESH_NANOS) {
            text = make();
            madeAt = now;
        }
        return text;
    }

    private String make() {
        Moment now = Moment.of(facts);
        List<History.Step> steps = history.steps();
        Json json = new Json().open('{');
        node(json.name("node").open('{'), now.general());
        json.close('}');
        totals(json.name("totals").open('{'), now.general());
        json.close('}');
        history(json.name("history").open('{'), steps);
        json.close('}');
        slabs(json.name("slabs").open('['));
        json.close(']');
        hotKeys(json);
        double requests = steps.isEmpty()
                ? now.requests(sampler.last())
                : steps.get(steps.size() - 1).requests();
        double evictions = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).evictions();
        shares.write(json, address(), now.general(), requests, evictions);
        events(json.name("events").open('['));
        return json.close(']').close('}').toString();
    }

    private String address() {
        List<InetSocketAddress> addresses = listener.addresses();
        if (addresses.isEmpty()) {
            return "unix:" + facts.options().unixSocket();
        }
        InetSocketAddress first = addresses.get(0);
        return first.getAddress().getHostAddress() + ":" + first.getPort();
    }

    private void node(Json json, Figures general) {
        Answer ready = health.ready();
        Answer live = health.live();
        json.put("address", address());
        json.put("version", general.text("version"));
        json.put("java", System.getProperty("java.version"));
        json.put("transport", general.text("transport"));
        json.put("pid", general.whole("pid"));
        json.put("uptime", general.whole("uptime"));
        json.put("time", System.currentTimeMillis());
        json.put("live", live.status() == Answer.OK);
        json.put("ready", ready.status() == Answer.OK);
        json.name("loops").open('[');
        for (long delay : facts.observation().delays()) {
            json.value(delay < 0 ? Double.NaN : delay / MILLI);
        }
        json.close(']');
    }

    private static void totals(Json json, Figures general) {
        for (String name : TOTALS) {
            json.put(name, general.whole(name));
        }
    }

    private static void history(Json json, List<History.Step> steps) {
        json.put("seconds", History.STEP_SECONDS);
        json.put("steps", History.STEPS);
        json.put("end", steps.isEmpty() ? 0 : steps.get(steps.size() - 1).millis());
        series(json, "requests", steps, History.Step::requests);
        series(json, "hits", steps, History.Step::hits);
        series(json, "misses", steps, History.Step::misses);
        series(json, "evictions", steps, History.Step::evictions);
        series(json, "bytes", steps, History.Step::bytes);
        series(json, "connections", steps, History.Step::connections);
        series(json, "median", steps, step -> timed(step, step.times().median()));
        series(json, "p99", steps, step -> timed(step, step.times().p99()));
        series(json, "most", steps, step -> timed(step, step.times().most()));
    }

    /** Where nothing was timed, nothing is known, which is not 0. */
    private static double timed(History.Step step, double micros) {
        return step.times().count() == 0 ? Double.NaN : micros;
    }

    private static void series(Json json, String name, List<History.Step> steps, ToDoubleFunction<History.Step> of) {
        json.name(name).open('[');
        steps.forEach(step -> json.value(of.applyAsDouble(step)));
        json.close(']');
    }

    private void slabs(Json json) {
        Map<Integer, Figures> items = new Figures(facts.engine().statistics(StatisticsGroup.ITEMS)).byClass("items:");
        new Figures(SlabsReport.of(facts)).byClass("").forEach((slabClass, slab) -> {
            Figures held = items.getOrDefault(slabClass, new Figures(Map.of()));
            json.open('{').put("class", slabClass.longValue());
            json.put("chunk", slab.whole("chunk_size")).put("pages", slab.whole("total_pages"));
            json.put("chunks", slab.whole("total_chunks")).put("used", slab.whole("used_chunks"));
            json.put("items", held.whole("number")).put("requested", held.whole("mem_requested"));
            json.put("evicted", held.whole("evicted")).put("age", held.whole("age"));
            json.put("refused", held.whole("outofmemory")).close('}');
        });
    }

    private void hotKeys(Json json) {
        json.put("keys", facts.options().text(Option.ADMIN_KEYS)).name("hot").open('[');
        for (HotKey key : facts.observation().hottest(HOT_KEYS)) {
            json.open('{')
                    .put("key", names.of(key.key()))
                    .put("length", key.key().length());
            json.put("rate", key.perSecond()).put("share", key.share());
            json.put("writes", key.writes()).put("size", key.size()).close('}');
        }
        json.close(']');
    }

    private void events(Json json) {
        for (Happening event : facts.observation().happenings().latest()) {
            json.open('{').put("kind", event.kind().name().toLowerCase(Locale.ROOT));
            json.put("text", event.text()).put("first", event.first());
            json.put("last", event.last()).put("count", event.count()).close('}');
        }
    }
}
