package io.flagstone.server.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flagstone.server.tool.console.Every;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Link;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A walk over all keys of a node, as {@code lru_crawler metadump} tells them. */
final class KeyDump {
    /** A crawler that is busy with somebody else's request is asked again for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * An item of the node.
     *
     * @param key its bytes, each as a character
     * @param size bytes of memory that it takes
     * @param ttl seconds that it has to live; negative for no end
     * @param unused seconds since it was used; memcached keeps no other age
     */
    record Item(String key, long size, long ttl, long unused) {
        boolean isEndless() {
            return ttl < 0;
        }
    }

    private final Link link;
    private final long time;
    private final long asked = System.nanoTime();

    private KeyDump(Link link) {
        this.link = link;
        this.time = Link.number(link.statistics(""), "time");
    }

    /** Walks until there is no more, or until the visitor wants none; the connection is of no use then. */
    static void of(Link link, Predicate<Item> visitor) {
        KeyDump dump = new KeyDump(link);
        String line = dump.begin();
        boolean goesOn = true;
        while (goesOn && !line.equals("END")) {
            goesOn = visitor.test(dump.item(line));
            line = goesOn ? link.line() : line;
        }
    }

    /** By the clock of the node, seconds since 1970. */
    private long now() {
        return time + (System.nanoTime() - asked) / 1_000_000_000;
    }

    /** The first line that tells an item, or the last. */
    private String begin() {
        long started = System.nanoTime();
        // The table itself is walked: its lists would tell what moves between them twice, or not at all.
        String answer = ask();
        while (answer.startsWith("BUSY")) {
            if (System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new Failure(
                        Status.REFUSED,
                        link.endpoint() + ": the node is busy with another walk over its keys; try again later");
            }
            Every.pause(PAUSE);
            answer = ask();
        }
        return answer.equals("OK") ? link.line() : answer;
    }

    private String ask() {
        link.send("lru_crawler metadump hash");
        String answer = link.line();
        if (answer.contains("not allowed") || answer.contains("disabled")) {
            throw new Failure(
                    Status.REFUSED,
                    link.endpoint() + ": the node does not tell its keys (it runs with -X, or without its crawler): "
                            + answer);
        }
        return link.accepted(answer);
    }

    private Item item(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ")) {
            int sign = word.indexOf('=');
            if (sign > 0) {
                words.put(word.substring(0, sign), word.substring(sign + 1));
            }
        }
        try {
            long now = now();
            long end = number(words, "exp");
            return new Item(
                    key(words),
                    number(words, "size"),
                    end < 0 ? -1 : Math.max(0, end - now),
                    Math.max(0, now - number(words, "la")));
        } catch (IllegalArgumentException e) {
            throw link.notUnderstood(line);
        }
    }

    private static String key(Map<String, String> words) {
        String key = words.get("key");
        if (key == null) {
            throw new IllegalArgumentException("no key");
        }
        // A plus is one in a key, and a blank only in forms.
        return URLDecoder.decode(key.replace("+", "%2B"), ISO_8859_1);
    }

    private static long number(Map<String, String> words, String name) {
        return Long.parseLong(words.getOrDefault(name, "none"));
    }
}
