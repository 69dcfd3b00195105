package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.code.yanf4j.core.Session;
import io.flagstone.provider.testing.Golden;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import net.rubyeye.xmemcached.networking.MemcachedSession;
import net.rubyeye.xmemcached.utils.InetSocketAddressWrapper;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeKeyFormatter.Format;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;
import net.spy.memcached.util.DefaultKetamaNodeLocatorConfiguration;

/** Asks the node locators of spymemcached and xmemcached, without connections, and writes down what they say. */
final class JavaClients {

    static {
        // it asserts that no two nodes share a point; in use it lives with that, and so must we
        ClassLoader loader = JavaClients.class.getClassLoader();
        loader.setClassAssertionStatus("net.spy.memcached.KetamaNodeLocator", false);
    }

    private JavaClients() {}

    /**
     * Writes the files {@code spymemcached.txt}, {@code spymemcached-libmemcached.txt} and {@code xmemcached.txt}.
     *
     * @param arguments the directory
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Files.writeString(directory.resolve("keys.tmp"), String.join("\n", Golden.keys()) + "\n", UTF_8);
        for (String client : List.of("spymemcached", "spymemcached-libmemcached", "xmemcached")) {
            Map<String, String> vectors = new LinkedHashMap<>();
            Golden.lists().forEach((list, servers) -> vectors.put(list, ask(client, servers)));
            Files.writeString(directory.resolve(client + ".txt"), Golden.written(vectors), UTF_8);
        }
    }

    /** The index of the node of each key. */
    static String ask(String client, List<Golden.Server> servers) {
        Function<String, Object> locator = switch (client) {
            case "spymemcached" -> spymemcached(servers, Format.SPYMEMCACHED);
            case "spymemcached-libmemcached" -> spymemcached(servers, Format.LIBMEMCACHED);
            case "xmemcached" -> xmemcached(servers);
            default -> throw new IllegalArgumentException(client);
        };
        StringBuilder nodes = new StringBuilder();
        Golden.keys().forEach(key -> nodes.append(locator.apply(key)));
        return nodes.toString();
    }

    private static Function<String, Object> spymemcached(List<Golden.Server> servers, Format format) {
        Map<MemcachedNode, Integer> index = new HashMap<>();
        Map<InetSocketAddress, Integer> weights = new HashMap<>();
        List<MemcachedNode> nodes = new ArrayList<>();
        for (Golden.Server server : servers) {
            InetSocketAddress address = format == Format.LIBMEMCACHED ? server.named() : server.asWritten();
            MemcachedNode node = pretended(MemcachedNode.class, Map.of("getSocketAddress", address));
            index.put(node, nodes.size());
            nodes.add(node);
            weights.put(address, server.weight());
        }
        boolean weighted = servers.stream().anyMatch(server -> server.weight() != 1);
        KetamaNodeLocator locator = weighted
                ? new KetamaNodeLocator(nodes, DefaultHashAlgorithm.KETAMA_HASH, format, weights)
                : new KetamaNodeLocator(
                        nodes,
                        DefaultHashAlgorithm.KETAMA_HASH,
                        new DefaultKetamaNodeLocatorConfiguration(
                                new net.spy.memcached.KetamaNodeKeyFormatter(format)));
        return key -> Objects.requireNonNull(index.get(locator.getPrimary(key)));
    }

    private static Function<String, Object> xmemcached(List<Golden.Server> servers) {
        Map<Session, Integer> index = new HashMap<>();
        List<Session> sessions = new ArrayList<>();
        for (Golden.Server server : servers) {
            InetSocketAddress address = server.asWritten();
            InetSocketAddressWrapper wrapper =
                    new InetSocketAddressWrapper(server.asWritten(), sessions.size(), server.weight(), null);
            wrapper.setRemoteAddressStr(String.valueOf(address)); // as its connector does
            Session session = pretended(
                    MemcachedSession.class,
                    Map.of(
                            "getInetSocketAddressWrapper",
                            wrapper,
                            "getRemoteSocketAddress",
                            address,
                            "getWeight",
                            server.weight(),
                            "isClosed",
                            false));
            index.put(session, sessions.size());
            sessions.add(session);
        }
        KetamaMemcachedSessionLocator locator = new KetamaMemcachedSessionLocator();
        locator.updateSessions(sessions);
        return key -> Objects.requireNonNull(index.get(locator.getSessionByKey(key)));
    }

    /** Something that gives these answers and no others; equal to itself alone. */
    @SuppressWarnings("ReferenceEquality")
    private static <T> T pretended(Class<T> type, Map<String, Object> answers) {
        Object made =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (answers.containsKey(method.getName())) {
                        return answers.get(method.getName());
                    }
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == arguments[0];
                        case "toString" -> type.getSimpleName();
                        default -> throw new UnsupportedOperationException(method.toString());
                    };
                });
        return type.cast(made);
    }
}
