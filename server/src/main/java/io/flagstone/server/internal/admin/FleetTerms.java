package io.flagstone.server.internal.admin;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.door.Terms;

/** How the other nodes of the fleet are got into, by this node's options. */
final class FleetTerms {
    private static final String PREFIX = "--admin-fleet-";

    private FleetTerms() {}

    static Terms of(NodeOptions options) {
        String user = options.text(Option.ADMIN_FLEET_USER);
        return new Terms(
                options.is(Option.ADMIN_FLEET_TLS),
                options.file(Option.ADMIN_FLEET_CA),
                options.file(Option.ADMIN_FLEET_CERT),
                options.file(Option.ADMIN_FLEET_KEY),
                user.equals("none") ? null : user,
                options.file(Option.ADMIN_FLEET_PASSWORD_FILE),
                options.is(Option.ADMIN_FLEET_PASSWORD_PLAIN),
                FleetTerms::name);
    }

    /** What the operator calls a setting. */
    static String name(String setting) {
        return PREFIX + setting;
    }
}
