package io.flagstone.provider.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The items of a {@link FakeNode} and the meta commands on them, as far as the provider uses them. */
public final class FakeItems {

    private static final class Item {
        byte[] value = {};
        int flags;
        long cas;
        long endMillis;
        boolean claimed;
    }

    private final Map<String, Item> items = new TreeMap<>();
    private long lastCas;
    private long passedMillis;
    private boolean casEnabled = true;

    /** A restarted memcached: nothing is there, and tokens count from 1 again. */
    public synchronized void restart() {
        items.clear();
        lastCas = 0;
    }

    /** An item is evicted, or removed by somebody else. */
    public synchronized void evict(String key) {
        items.remove(key);
    }

    /** Somebody else stores bytes. */
    public synchronized void put(String key, byte[] value, int flags) {
        Item item = new Item();
        item.value = value;
        item.flags = flags;
        item.cas = ++lastCas;
        items.put(key, item);
    }

    /** Time passes on the node. */
    public synchronized void pass(long moreMillis) {
        passedMillis += moreMillis;
    }

    private long now() {
        return System.currentTimeMillis() + passedMillis;
    }

    /** From now on, tokens are 0, as on a memcached that was started with -C. */
    public synchronized void withoutCas() {
        casEnabled = false;
    }

    /** The keys of all items of caches. */
    public synchronized java.util.List<String> keys() {
        return items.keySet().stream()
                .filter(key -> !key.startsWith("flagstone:"))
                .toList();
    }

    /** The text under a key, or null. */
    public synchronized String text(String key) {
        Item item = live(key);
        return item == null ? null : new String(item.value, ISO_8859_1);
    }

    synchronized byte[] carryOut(String line, byte[] data) {
        String[] words = line.split(" ");
        String reply = switch (words[0]) {
            case "mg" -> read(words);
            case "ms" -> store(words, data);
            case "md" -> delete(words);
            case "ma" -> add(words);
            case "stats" -> "STAT item_size_max 1048576\r\nEND";
            case "lru_crawler" -> dump();
            default -> "ERROR";
        };
        return (reply + "\r\n").getBytes(ISO_8859_1);
    }

    private String read(String[] words) {
        Item item = live(words[1]);
        boolean won = item == null && arg(words, 'N') != null;
        if (won) {
            item = new Item();
            item.cas = ++lastCas;
            item.endMillis = end(Long.parseLong(arg(words, 'N')));
            items.put(words[1], item);
        }
        if (item == null) {
            return "EN";
        }
        if (arg(words, 'T') != null) {
            item.endMillis = end(Long.parseLong(arg(words, 'T')));
        }
        StringBuilder out = new StringBuilder();
        boolean value = Arrays.asList(words).contains("v");
        out.append(value ? "VA " + item.value.length : "HD");
        for (String word : Arrays.asList(words).subList(2, words.length)) {
            switch (word.charAt(0)) {
                case 'c' -> out.append(" c").append(casEnabled ? item.cas : 0);
                case 'f' -> out.append(" f").append(Integer.toUnsignedString(item.flags));
                case 's' -> out.append(" s").append(item.value.length);
                case 't' -> out.append(" t").append(secondsLeft(item));
                case 'O' -> out.append(' ').append(word);
                default -> {}
            }
        }
        out.append(won ? " W" : item.claimed ? " Z" : "");
        item.claimed |= won;
        return value ? out + "\r\n" + new String(item.value, ISO_8859_1) : out.toString();
    }

    private String store(String[] words, byte[] data) {
        Item item = live(words[1]);
        String token = arg(words, 'C');
        if (token != null && item == null) {
            return "NF" + opaque(words);
        }
        if (token != null && Long.parseUnsignedLong(token) != item.cas) {
            return "EX" + opaque(words);
        }
        if ("E".equals(arg(words, 'M')) && item != null) {
            return "NS" + opaque(words);
        }
        Item next = new Item();
        next.value = data;
        next.flags = arg(words, 'F') == null ? 0 : Integer.parseUnsignedInt(arg(words, 'F'));
        next.endMillis = arg(words, 'T') == null ? 0 : end(Long.parseLong(arg(words, 'T')));
        next.cas = ++lastCas;
        items.put(words[1], next);
        return "HD c" + (casEnabled ? next.cas : 0) + opaque(words);
    }

    private String delete(String[] words) {
        Item item = live(words[1]);
        if (item == null) {
            return "NF" + opaque(words);
        }
        String token = arg(words, 'C');
        if (token != null && Long.parseUnsignedLong(token) != item.cas) {
            return "EX" + opaque(words);
        }
        items.remove(words[1]);
        return "HD" + opaque(words);
    }

    private String add(String[] words) {
        Item item = live(words[1]);
        String sum;
        if (item == null && arg(words, 'N') == null) {
            return "NF" + opaque(words);
        }
        if (item == null) {
            item = new Item();
            items.put(words[1], item);
            sum = arg(words, 'J');
        } else {
            sum = Long.toString(Long.parseLong(new String(item.value, ISO_8859_1)) + Long.parseLong(arg(words, 'D')));
        }
        item.value = sum.getBytes(ISO_8859_1);
        item.cas = ++lastCas;
        return "VA " + sum.length() + opaque(words) + "\r\n" + sum;
    }

    private String dump() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        items.forEach((key, item) -> out.writeBytes(
                ("key=" + URLEncoder.encode(key, ISO_8859_1) + " exp=-1 la=0 cas=1 fetch=no cls=1 size=64\r\n")
                        .getBytes(ISO_8859_1)));
        return out.toString(ISO_8859_1) + "END";
    }

    private Item live(String key) {
        Item item = items.get(key);
        if (item != null && item.endMillis != 0 && item.endMillis <= now()) {
            items.remove(key);
            return null;
        }
        return item;
    }

    private long end(long seconds) {
        boolean absolute = seconds > 30L * 24 * 60 * 60;
        return seconds == 0 ? 0 : absolute ? seconds * 1000 : now() + seconds * 1000;
    }

    private long secondsLeft(Item item) {
        return item.endMillis == 0 ? -1 : Math.max(0, (item.endMillis - now()) / 1000);
    }

    private static String opaque(String[] words) {
        String opaque = arg(words, 'O');
        return opaque == null ? "" : " O" + opaque;
    }

    /** The argument of a flag, or null. */
    private static String arg(String[] words, char flag) {
        for (int i = words[0].equals("ms") ? 3 : 2; i < words.length; i++) {
            if (words[i].charAt(0) == flag && words[i].length() > 1) {
                return words[i].substring(1);
            }
        }
        return null;
    }
}
