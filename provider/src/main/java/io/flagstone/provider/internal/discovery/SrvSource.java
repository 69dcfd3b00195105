package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The targets of SRV records (RFC 2782), each a node under its own name: {@code srv:_memcached._tcp.cache.example.org}, as a
 * headless service of Kubernetes has them. Only those of the lowest priority count. Weights count where they differ; a
 * weight of 0 is as good as 1.
 */
final class SrvSource extends PolledSource {

    private static final Pattern RECORD = Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) (\\S+?)\\.?");

    private final Records records;

    SrvSource(Records records) {
        super("srv");
        this.records = records;
    }

    /** A record, as it is written. */
    private record Target(int priority, int weight, int port, String host) {

        static Target parse(String text) {
            Matcher record = RECORD.matcher(text);
            if (!record.matches()) {
                throw new ConfigurationProblem("\"" + text + "\" is no SRV record");
            }
            return new Target(
                    Integer.parseInt(record.group(1)),
                    Integer.parseInt(record.group(2)),
                    Integer.parseInt(record.group(3)),
                    record.group(4));
        }

        NodeAddress node(boolean weighted) {
            return new NodeAddress(host + ":" + port, host, port, weighted ? Math.max(1, weight) : 1);
        }
    }

    @Override
    Reader reader(String location, SourceContext context) {
        if (location.isBlank() || location.indexOf(':') >= 0) {
            throw new ConfigurationProblem("a name is wanted, such as _memcached._tcp.cache.example.org");
        }
        return () -> read(location);
    }

    private NodeListing read(String name) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (String record : records.of(name, "SRV")) {
            targets.add(Target.parse(record));
        }
        int first = targets.stream().mapToInt(Target::priority).min().orElse(0);
        targets.removeIf(target -> target.priority() != first);
        boolean weighted = targets.stream().mapToInt(Target::weight).distinct().count() > 1;
        return NodeListing.of(
                targets.stream().map(target -> target.node(weighted)).toList());
    }
}
