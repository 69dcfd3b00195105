package io.flagstone.provider.config;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the texts of {@link ManagerSetting} into {@link ClientOptions}. */
final class ClientSettings {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Whatever is not over then is ended by any client. */
    private static final Duration HOUR = Duration.ofHours(1);

    /** Bytes. A guess: whoever needs more names something else. */
    private static final int LONGEST_CLUSTER = 200;

    private static final String OFF = "off";

    private ClientSettings() {}

    static ClientOptions read(Settings settings) {
        List<NodeAddress> nodes = nodes(settings.of(ManagerSetting.NODES));
        ClientOptions.Source source = source(settings);
        return new ClientOptions(
                nodes,
                source,
                settings.of(ManagerSetting.NAMESPACE).text().trim(),
                SettingText.prefix(settings.of(ManagerSetting.CLUSTER), LONGEST_CLUSTER),
                placement(settings, nodes, source),
                link(settings),
                SecuritySettings.read(settings, nodes.isEmpty() && !source.isPresent()),
                embedded(settings),
                SettingText.list(settings.of(ManagerSetting.SERIALIZATION_ALLOW).text()),
                SettingText.second(settings.of(ManagerSetting.STORE_BY_REFERENCE), "refuse", "by-value"),
                SettingText.choice(settings.of(ManagerSetting.HOT_KEYS), ClientOptions.HotKeys.class),
                SettingText.flag(settings.of(ManagerSetting.TRACING)));
    }

    /** Whoever names both would have to know which of the two lists counts. */
    private static ClientOptions.Source source(Settings settings) {
        SettingValue source = settings.of(ManagerSetting.NODES_SOURCE);
        SettingValue nodes = settings.of(ManagerSetting.NODES);
        String location = source.text().trim();
        if (!location.isEmpty() && !nodes.isDefault()) {
            throw new ConfigurationProblem(source.key() + " (" + source.source() + ") and " + nodes.key() + " ("
                    + nodes.source() + ") both say where the nodes are; leave one of them out");
        }
        SettingValue warmUp = settings.of(ManagerSetting.NODES_WARM_UP);
        Duration warm = SettingText.durationOr(OFF, warmUp, SECOND, HOUR);
        if (warm != null && location.isEmpty()) {
            throw new ConfigurationProblem(warmUp.key() + " (" + warmUp.source() + ") is "
                    + warmUp.text().trim()
                    + ", and without " + source.key() + " the list of nodes never changes; set that, too, or leave "
                    + warmUp.key() + " out");
        }
        return new ClientOptions.Source(
                location,
                SettingText.duration(settings.of(ManagerSetting.NODES_REFRESH), MILLISECOND, MINUTE),
                SettingText.duration(settings.of(ManagerSetting.NODES_POLL), MILLISECOND, Duration.ofHours(1)),
                SettingText.duration(settings.of(ManagerSetting.NODES_LAG), MILLISECOND, Duration.ofHours(24)),
                warm);
    }

    private static PlacementOptions placement(Settings settings, List<NodeAddress> nodes, ClientOptions.Source source) {
        SettingValue selector = settings.of(ManagerSetting.PLACEMENT);
        if (selector.text().isBlank()) {
            throw SettingText.refused(selector, ManagerSetting.PLACEMENT.meaning());
        }
        return new PlacementOptions(
                selector.text().trim(),
                settings.of(ManagerSetting.KEY_HASH).text().trim(),
                SettingText.second(settings.of(ManagerSetting.WEIGHTS), "configured", "measured"),
                Router.read(settings, nodes, source));
    }

    private static LinkOptions link(Settings settings) {
        return new LinkOptions(
                SettingText.duration(settings.of(ManagerSetting.TIMEOUT), MILLISECOND, Duration.ofMinutes(10)),
                SettingText.duration(settings.of(ManagerSetting.CONNECT_TIMEOUT), MILLISECOND, MINUTE),
                SettingText.duration(settings.of(ManagerSetting.RETRY_FIRST), MILLISECOND, MINUTE),
                SettingText.duration(settings.of(ManagerSetting.RETRY_LONGEST), MILLISECOND, Duration.ofHours(1)),
                SettingText.number(settings.of(ManagerSetting.SUSPECT_AFTER), 1, 1_000_000),
                SettingText.duration(settings.of(ManagerSetting.SUSPECT_SILENT), MILLISECOND, Duration.ofHours(1)),
                SettingText.number(settings.of(ManagerSetting.DEBTS_MAX), 0, 10_000_000),
                SettingText.number(settings.of(ManagerSetting.IO_THREADS), 1, 64),
                new LinkOptions.Detection(
                        percentOrOff(settings.of(ManagerSetting.SUSPECT_SHARE)),
                        orOff(settings.of(ManagerSetting.SUSPECT_LATE), MINUTE),
                        orOff(settings.of(ManagerSetting.READ_RAMP), Duration.ofHours(1))));
    }

    private static int percentOrOff(SettingValue value) {
        return value.text().trim().equalsIgnoreCase(OFF) ? 0 : SettingText.number(value, 1, 100);
    }

    private static Duration orOff(SettingValue value, Duration most) {
        Duration set = SettingText.durationOr(OFF, value, MILLISECOND, most);
        return set == null ? Duration.ZERO : set;
    }

    private static EmbeddedOptions embedded(Settings settings) {
        return new EmbeddedOptions(
                SettingText.size(settings.of(ManagerSetting.EMBEDDED_MEMORY), 2L << 20, 1L << 40),
                SettingText.number(settings.of(ManagerSetting.EMBEDDED_PORT), 0, 65_535));
    }

    /** Empty for the embedded node. A node named twice would own two shares of one identity, so that is refused. */
    private static List<NodeAddress> nodes(SettingValue value) {
        if (value.text().trim().equalsIgnoreCase("embedded")) {
            return List.of();
        }
        List<NodeAddress> nodes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : SettingText.list(value.text())) {
            NodeAddress node = node(value, part);
            if (!names.add(node.name())) {
                throw new ConfigurationProblem(
                        value.key() + " (" + value.source() + "): node " + node.name() + " is listed twice");
            }
            nodes.add(node);
        }
        if (nodes.isEmpty()) {
            throw SettingText.refused(value, "a list of nodes, host:port;host:port, or embedded");
        }
        return nodes;
    }

    private static NodeAddress node(SettingValue value, String text) {
        try {
            return NodeAddress.parse(text);
        } catch (ConfigurationProblem e) {
            throw new ConfigurationProblem(value.key() + " (" + value.source() + "): " + e.getMessage(), e);
        }
    }

    /** Whether keys are placed by a router, and that nothing else is set then which would place them here. */
    private static final class Router {

        /** What {@code flagstone.placement} says then. */
        private static final String PLACEMENT = "endpoint";

        private Router() {}

        static PlacementOptions.Endpoint read(Settings settings, List<NodeAddress> nodes, ClientOptions.Source source) {
            SettingValue placement = settings.of(ManagerSetting.PLACEMENT);
            SettingValue failsOver = settings.of(ManagerSetting.ENDPOINT_FAILS_OVER);
            if (!placement.text().trim().equals(PLACEMENT)) {
                if (!failsOver.isDefault()) {
                    throw new ConfigurationProblem(failsOver.key() + " (" + failsOver.source()
                            + ") is about a router, and "
                            + placement.key() + " is " + placement.text().trim() + "; set " + placement.key() + "="
                            + PLACEMENT + " where there is one, or leave it out");
                }
                return PlacementOptions.Endpoint.NONE;
            }
            if (source.isPresent()) {
                throw refused(
                        placement,
                        settings.of(ManagerSetting.NODES_SOURCE),
                        "a list of nodes that changes is for the router");
            }
            checkNode(placement, settings.of(ManagerSetting.NODES), nodes);
            if (!settings.of(ManagerSetting.WEIGHTS).text().trim().equals(ManagerSetting.WEIGHTS.standard())) {
                throw refused(placement, settings.of(ManagerSetting.WEIGHTS), "the router's nodes are not known here");
            }
            if (!settings.of(ManagerSetting.KEY_HASH).text().isBlank()) {
                throw refused(placement, settings.of(ManagerSetting.KEY_HASH), "keys are not hashed here");
            }
            return SettingText.second(failsOver, "never", "possible")
                    ? PlacementOptions.Endpoint.FAILING_OVER
                    : PlacementOptions.Endpoint.STEADY;
        }

        private static void checkNode(SettingValue placement, SettingValue value, List<NodeAddress> nodes) {
            if (nodes.size() != 1) {
                throw refused(
                        placement,
                        value,
                        "it has to name the endpoint, host:port, and not "
                                + (nodes.isEmpty() ? "the embedded node" : nodes.size() + " nodes"));
            }
            NodeAddress endpoint = nodes.get(0);
            if (endpoint.weight() != 1 || !endpoint.zone().isEmpty()) {
                throw refused(
                        placement,
                        value,
                        "an endpoint has no " + (endpoint.zone().isEmpty() ? "weight, *" : "zone, @")
                                + ", for it has all keys");
            }
        }

        private static ConfigurationProblem refused(SettingValue placement, SettingValue other, String why) {
            return new ConfigurationProblem(placement.key() + "=" + PLACEMENT + " (" + placement.source()
                    + ") does not go with " + other.key() + " (" + other.source() + "): " + why);
        }
    }
}
