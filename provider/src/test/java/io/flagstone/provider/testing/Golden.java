package io.flagstone.provider.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the real clients say: 10,000 keys on several lists of nodes. {@code src/test/resources/placement/README.md} tells
 * how the files come about.
 */
public final class Golden {

    /** So many keys, from this seed. */
    public static final int KEYS = 10_000;

    private static final long SEED = 20_261_122;
    private static final int LONGEST = 250;
    private static final int LINE = 100;
    private static final Pattern SERVER = Pattern.compile("(.+)@(.+):([0-9]+)\\*([0-9]+)");

    /** A node of a list; the host is the address where it has no name. */
    public record Server(String host, String address, int port, int weight) {

        private static Server parse(String text) {
            Matcher matcher = SERVER.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            return new Server(
                    matcher.group(1),
                    matcher.group(2),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)));
        }

        public boolean isNamed() {
            return !host.equals(address);
        }

        /** As a client resolves it that knows its name, without asking a name server. */
        public InetSocketAddress named() {
            return resolved(host);
        }

        /** As a client resolves what its list says: an address has no name. */
        public InetSocketAddress asWritten() {
            return isNamed() ? resolved(host) : resolved(null);
        }

        private InetSocketAddress resolved(@Nullable String name) {
            try {
                byte[] bytes = InetAddress.getByName(address).getAddress();
                return new InetSocketAddress(InetAddress.getByAddress(name, bytes), port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Golden() {}

    /** The keys: what applications write, what barely fits, one or two letters, letters beyond ASCII. */
    public static List<String> keys() {
        Random random = new Random(SEED);
        List<String> keys = new ArrayList<>(KEYS);
        for (int i = 0; i < KEYS; i++) {
            keys.add(
                    switch (i % 4) {
                        case 0 -> "user:" + Integer.toHexString(random.nextInt()) + ":" + random.nextInt(1000);
                        case 1 -> printable(random, 1 + random.nextInt(LONGEST));
                        case 2 -> printable(random, 1 + random.nextInt(2));
                        default -> "größe-ключ-鍵-" + random.nextInt();
                    });
        }
        return keys;
    }

    private static String printable(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + random.nextInt('~' - '!' + 1)));
        }
        return text.toString();
    }

    /** All lists by name. */
    public static Map<String, List<Server>> lists() {
        Map<String, List<Server>> lists = new LinkedHashMap<>();
        for (String line : text("lists.txt").split("\n")) {
            String[] words = line.split(" ");
            List<Server> servers = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                servers.add(Server.parse(words[i]));
            }
            lists.put(words[0], servers);
        }
        return lists;
    }

    /** The list of this name. */
    public static List<Server> list(String name) {
        return Objects.requireNonNull(lists().get(name), name);
    }

    /** What a client says: for each list that it was asked about the index of the node of each key. */
    public static Map<String, String> vectors(String client) {
        Map<String, String> vectors = new LinkedHashMap<>();
        String[] parts = text(client + ".txt").split("(?m)^# ");
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            vectors.put(parts[i].substring(0, end), parts[i].substring(end).replace("\n", ""));
        }
        return vectors;
    }

    /** As {@link #vectors} reads it. */
    public static String written(Map<String, String> vectors) {
        StringBuilder text = new StringBuilder();
        vectors.forEach((list, nodes) -> {
            text.append("# ").append(list).append('\n');
            for (int at = 0; at < nodes.length(); at += LINE) {
                text.append(nodes, at, Math.min(nodes.length(), at + LINE)).append('\n');
            }
        });
        return text.toString();
    }

    private static String text(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/placement/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
