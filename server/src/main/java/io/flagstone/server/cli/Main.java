package io.flagstone.server.cli;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.internal.report.Version;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;

/**
 * Runs a node until it is told to stop: prints one line when it is ready, and ends with status 0 on SIGTERM, and on
 * SIGUSR1, which leaves the items in the memory file.
 *
 * <p>Status 64 says that it was called wrongly, 71 that the system refused something (both from sysexits.h, as
 * memcached's).
 */
public final class Main {
    private static final int USAGE = 64;
    private static final int SYSTEM = 71;
    /** Has the JDK refuse that clients begin another handshake on a connection (TLS 1.2). */
    private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    /** Scripts look for a version behind the program's name, be it the second word or behind "memcached". */
    private static final String NAME = "flagstone-server " + Node.version() + " (memcached " + Version.PROTOCOL + ")";

    private Main() {}

    /** Runs a node as the arguments say; returns only when told to. */
    public static void main(String[] words) throws InterruptedException {
        int status = run(System.out, System.err, words);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(PrintStream out, PrintStream err, String... words) throws InterruptedException {
        try {
            Arguments arguments = Arguments.parse(words);
            if (arguments.wantsHelp()) {
                out.println(NAME);
                out.print(arguments.usage());
                return 0;
            }
            if (arguments.wantsVersion()) {
                out.println(NAME);
                return 0;
            }
            serve(arguments.options(), out);
            return 0;
        } catch (ParameterException | OptionException e) {
            return refuse(err, e);
        } catch (UncheckedIOException e) {
            err.println("flagstone-server: " + reason(e));
            return SYSTEM;
        }
    }

    /** Says what is wrong with the arguments; answers the status to end with. */
    static int refuse(PrintStream err, RuntimeException wrong) {
        String hint = wrong instanceof ParameterException ? "; \"flagstone serve -h\" lists what there is" : "";
        err.println("flagstone-server: " + wrong.getMessage() + hint);
        return USAGE;
    }

    private static String reason(UncheckedIOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Throwable root = cause.getCause();
        return root == null ? String.valueOf(cause.getMessage()) : cause.getMessage() + ": " + root.getMessage();
    }

    private static String place(Node node, NodeOptions options) {
        Path socket = options.unixSocket();
        if (socket != null) {
            return "unix:" + socket;
        }
        return node.addresses().stream().map(Main::text).collect(Collectors.joining(","));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static String admin(Node node) {
        InetSocketAddress address = node.adminAddress();
        return address == null ? "" : " admin=" + text(address);
    }

    private static String restored(Node node, NodeOptions options) {
        return options.file(Option.MEMORY_FILE) == null ? "" : " restored=" + node.restored();
    }

    private static void serve(NodeOptions options, PrintStream out) throws InterruptedException {
        if (System.getProperty(RENEGOTIATION) == null) {
            // Nobody needs it, and it makes the node work for nothing.
            System.setProperty(RENEGOTIATION, "true");
        }
        HttpLimits.set();
        Node node = Node.start(options);
        // Always, as memcached: "reload" must not end a node that has nothing to read.
        Signals.on("HUP", node::reload);
        Signals.on("USR1", node::closeGracefully);
        if (options.is(Option.SAVE)) {
            // Not in a shutdown hook, beside which the JDK closes the log: what is written, or could not be, is logged.
            Signals.on("TERM", node::close);
            Signals.on("INT", node::close);
        }
        Thread stopping = new Thread(
                () -> {
                    node.close();
                    // Left to itself the JVM would report the signal, 143, and service managers would call that a
                    // failure.
                    Runtime.getRuntime().halt(0);
                },
                "flagstone-stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        String portFile = System.getenv(PortFile.VARIABLE);
        if (portFile != null) {
            PortFile.write(Path.of(portFile), node.addresses());
        }
        Map<String, String> facts = node.statistics();
        out.println("flagstone ready: address=" + place(node, options) + " mem_size=" + options.memory()
                + " chunk_size=" + options.chunkSize() + " slots="
                + facts.get("slots")
                + " transport=" + facts.get("transport") + " version=" + facts.get("version") + restored(node, options)
                + admin(node));
        out.flush();
        node.awaitClose();
    }
}
