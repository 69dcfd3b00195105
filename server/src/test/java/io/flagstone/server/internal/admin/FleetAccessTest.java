package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.observe.Happening;
import io.flagstone.server.internal.observe.Happenings;
import io.flagstone.server.support.Certificates;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console looks into nodes that want TLS or a login, and tells nobody else the password. */
class FleetAccessTest {
    private static final Certificates CA = new Certificates("authority");
    private static final NodeOptions PLAIN = NodeOptions.defaults().withPort(0);

    @TempDir
    static Path directory;

    private static Path authority = Path.of("");
    private static Path password = Path.of("");
    private static NodeOptions tls = PLAIN;
    private static NodeOptions login = PLAIN;
    private static NodeOptions both = PLAIN;

    private static Node guarded = Node.start(PLAIN);

    private final Happenings happenings = new Happenings(() -> 0);

    @BeforeAll
    static void start() {
        authority = CA.authorityIn(directory.resolve("ca.pem"));
        X509Bundle node = CA.signed("CN=node");
        Path chain = Certificates.chainIn(directory.resolve("node.pem"), node);
        Path key = Certificates.keyIn(directory.resolve("node.key"), node);
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        password = Certificates.write(directory.resolve("password"), "secret\n");
        login = PLAIN.with("auth_file", users.toString());
        tls = PLAIN.with("ssl_enabled", "yes")
                .with("ssl_chain_cert", chain.toString())
                .with("ssl_key", key.toString());
        both = tls.with("auth_file", users.toString());
        guarded.close();
        guarded = Node.start(both);
    }

    @AfterAll
    static void stop() {
        guarded.close();
    }

    /** What the operator has set of the fleet, by names without their beginning. */
    private static NodeOptions asker(Object... settings) {
        NodeOptions options = PLAIN;
        for (int i = 0; i < settings.length; i += 2) {
            options = options.with("admin_fleet_" + settings[i], settings[i + 1].toString());
        }
        return options;
    }

    private static NodeOptions bob() {
        return asker("ca", authority, "user", "bob", "password_file", password);
    }

    private Fleet fleet(Node node, NodeOptions asker) {
        return new Fleet(
                List.of(new ListenAddress("127.0.0.1", node.port())),
                List.of(new InetSocketAddress("127.0.0.1", 1)),
                FleetTerms.of(asker),
                happenings,
                Runnable::run);
    }

    private static FleetNode.Look look(Fleet fleet) {
        fleet.ask();
        return fleet.nodes().get(0).look();
    }

    private String trouble(Node node, NodeOptions asker) {
        String trouble = look(fleet(node, asker)).trouble();
        assertThat(trouble).doesNotContain("secret", "bob");
        return trouble;
    }

    @Test
    void aNodeWithTlsAndALoginIsShownWithItsFigures() {
        FleetNode.Look look = look(fleet(guarded, bob()));
        assertThat(look.trouble()).isEmpty();
        assertThat(Objects.requireNonNull(look.now()).general().number("pid"))
                .isEqualTo((double) ProcessHandle.current().pid());
    }

    @Test
    void aLoginIsMadeWhereItIsAskedForAndNowhereElse() {
        try (Node open = Node.start(PLAIN);
                Node encrypted = Node.start(tls);
                Node local = Node.start(login)) {
            assertThat(trouble(encrypted, bob())).isEmpty();
            assertThat(trouble(local, asker("user", "bob", "password_file", password)))
                    .isEmpty();
            assertThat(trouble(open, asker("user", "bob", "password_file", password)))
                    .isEmpty();
            assertThat(open.statistics()).containsEntry("total_items", "0");
        }
    }

    @Test
    void aCertificateOfItsOwnOpensWhatDemandsOne() {
        X509Bundle own = CA.signed("CN=console");
        Path chain = Certificates.chainIn(directory.resolve("own.pem"), own);
        Path key = Certificates.keyIn(directory.resolve("own.key"), own);
        try (Node mutual = Node.start(tls.with("ssl_verify_mode", "2").with("ssl_ca_cert", authority.toString()))) {
            assertThat(trouble(mutual, asker("ca", authority, "cert", chain, "key", key)))
                    .isEmpty();
            assertThat(trouble(mutual, asker("ca", authority))).contains("--admin-fleet-cert, --admin-fleet-key");
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(trouble(guarded, asker("ca", authority)))
                .isEqualTo("it wants a login; give --admin-fleet-user and --admin-fleet-password-file");
        assertThat(trouble(guarded, asker("tls", "yes"))).endsWith("with --admin-fleet-ca");
        assertThat(trouble(guarded, asker())).contains("--admin-fleet-tls");
        assertThat(trouble(guarded, asker("user", "bob", "password_file", password)))
                .contains("--admin-fleet-tls");
        Path none = directory.resolve("none");
        assertThat(trouble(guarded, asker("ca", none)))
                .isEqualTo("--admin-fleet-ca " + none + ": there is no such file");
        assertThat(trouble(guarded, asker("ca", authority, "user", "bob", "password_file", none)))
                .isEqualTo("--admin-fleet-password-file " + none + ": there is no such file");
        try (Node open = Node.start(PLAIN)) {
            assertThat(trouble(open, asker("tls", "yes"))).contains(" no TLS");
        }
    }

    @Test
    void aRefusedLoginIsRepeatedOnceAMinuteAndTheFileReadAnew() {
        Path file = Certificates.write(directory.resolve("changing"), "wrong\n");
        try (Node node = Node.start(both)) {
            Fleet fleet = fleet(node, asker("ca", authority, "user", "bob", "password_file", file));
            assertThat(look(fleet).trouble()).isEqualTo("it refuses the login: CLIENT_ERROR authentication failure");
            Certificates.write(file, "secret\n");
            for (int i = 1; i < 60 / History.STEP_SECONDS; i++) {
                assertThat(look(fleet).trouble()).startsWith("it refuses the login");
            }
            assertThat(node.statistics()).containsEntry("auth_cmds", "1");
            assertThat(look(fleet).trouble()).isEmpty();
            assertThat(look(fleet).trouble()).isEmpty();
            assertThat(node.statistics()).containsEntry("auth_cmds", "3").containsEntry("auth_errors", "1");
        }
        assertThat(happenings.latest().stream().map(Happening::text))
                .noneMatch(text -> text.contains("secret") || text.contains("bob"));
    }
}
