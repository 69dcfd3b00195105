package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All addresses of one name, each a node: {@code dns:cache.example.org:11211}. Where nodes have names of their own, which stay while
 * their addresses change, SRV records are better.
 */
final class DnsSource extends PolledSource {

    private final Records records;

    DnsSource(Records records) {
        super("dns");
        this.records = records;
    }

    @Override
    Reader reader(String location, SourceContext context) {
        NodeAddress place = NodeAddress.parse(location);
        if (location.indexOf('=') >= 0 || location.indexOf('*') >= 0) {
            throw new ConfigurationProblem("only host:port is wanted: the nodes are the addresses of that host");
        }
        return () -> read(place.host(), place.port());
    }

    private NodeListing read(String host, int port) throws IOException {
        List<NodeAddress> nodes = new ArrayList<>();
        for (String type : List.of("A", "AAAA")) {
            for (String address : records.of(host, type)) {
                nodes.add(NodeAddress.of(address, port));
            }
        }
        return NodeListing.of(nodes);
    }
}
