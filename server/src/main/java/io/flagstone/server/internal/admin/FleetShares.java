package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.metrics.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who holds what: each node's share of items, bytes and requests, beside its share of the memory, which is the fair one. */
final class FleetShares {
    private final Fleet fleet;

    private record Member(
            String name,
            boolean self,
            String trouble,
            @Nullable Figures figures,
            double requests,
            double evictions) {}

    FleetShares(Fleet fleet) {
        this.fleet = fleet;
    }

    void write(Json json, String own, Figures general, double requests, double evictions) {
        List<Member> members = new ArrayList<>();
        members.add(new Member(own, true, "", general, requests, evictions));
        fleet.nodes().forEach(node -> members.add(member(node)));
        double limit = sum(members, "limit_maxbytes");
        json.name("fleet").open('[');
        for (Member member : members) {
            json.open('{').put("name", member.name).put("self", member.self).put("trouble", member.trouble);
            Figures figures = member.figures;
            if (figures != null) {
                json.put("items", figures.whole("curr_items")).put("bytes", figures.whole("bytes"));
                json.put("limit", figures.whole("limit_maxbytes"));
                json.put("connections", figures.whole("curr_connections"));
                json.put("uptime", figures.whole("uptime")).put("version", figures.text("version"));
                json.put("requests", member.requests).put("evictions", member.evictions);
                json.put("fair", limit == 0 ? 0 : figures.number("limit_maxbytes") / limit);
            }
            json.close('}');
        }
        json.close(']');
    }

    private static double sum(List<Member> members, String name) {
        double sum = 0;
        for (Member member : members) {
            Figures figures = member.figures;
            sum += figures == null ? 0 : figures.number(name);
        }
        return sum;
    }

    private static Member member(FleetNode node) {
        FleetNode.Look look = node.look();
        Moment now = look.now();
        Moment before = look.before();
        if (now == null) {
            return new Member(node.name(), false, look.trouble(), null, 0, 0);
        }
        double requests = before == null ? Double.NaN : now.requests(before);
        double evictions = before == null ? Double.NaN : now.rate(before, "evictions");
        return new Member(node.name(), false, "", now.general(), requests, evictions);
    }
}
