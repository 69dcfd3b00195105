package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.stats.Unreadable;
import io.flagstone.testkit.process.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads the nodes of an encrypted cache learns nothing, and whoever writes them can change nothing. */
@Timeout(60)
class EncryptionIT {

    private static final String SECRET = "the salary of Ms Miller";
    private static final Random RANDOM = new Random(404);

    @TempDir
    Path folder;

    private Path keys;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        keys = folder.resolve("keys");
        write("# ours", key("one", 32));
        engine = Engine.fresh(Engine.Kind.STOCK, 1).set("flagstone.cache.*.encryption", keys.toString());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String key(String name, int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return name + " " + Base64.getEncoder().encodeToString(secret);
    }

    private void write(String... lines) throws IOException {
        boolean again = Files.exists(keys);
        Files.write(keys, List.of(lines));
        if (again) {
            Files.setLastModifiedTime(keys, FileTime.fromMillis(RANDOM.nextInt(Integer.MAX_VALUE)));
        }
    }

    private Cache<String, String> cache() {
        return cache(engine.client());
    }

    private static Cache<String, String> cache(CacheManager manager) {
        return manager.createCache(
                "c",
                new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setStatisticsEnabled(true));
    }

    // --- what is on the node ---

    private byte[] said(String command, byte[]... more) throws IOException {
        try (Socket socket = connected(command, more)) {
            socket.getOutputStream().write("quit\r\n".getBytes(ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        }
    }

    private Socket connected(String command, byte[]... more) throws IOException {
        ServerProcess node = engine.server(0);
        Socket socket = new Socket(node.address().getAddress(), node.port());
        OutputStream out = socket.getOutputStream();
        out.write((command + "\r\n").getBytes(ISO_8859_1));
        for (byte[] each : more) {
            out.write(each);
            out.write("\r\n".getBytes(ISO_8859_1));
        }
        return socket;
    }

    /** memcached hands such a connection to its crawler, and with it what else was sent. */
    private List<String> dump() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Socket socket = connected("lru_crawler metadump all")) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null && !line.equals("END"); line = in.readLine()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The keys of entries, without those of generations and identities. */
    private SortedSet<String> wireKeys() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        for (String line : dump()) {
            String name = line.replaceAll("^key=([^ ]*) .*$", "$1").replace("%3A", ":");
            if (line.startsWith("key=")
                    && !name.startsWith("flagstone:")
                    && name.chars().filter(c -> c == ':').count() == 2) {
                found.add(name);
            }
        }
        return found;
    }

    private byte[] item(String wireKey) throws IOException {
        byte[] answer = said("mg " + wireKey + " v");
        String text = new String(answer, ISO_8859_1);
        int begin = text.indexOf("\r\n") + 2;
        int length = Integer.parseInt(text.substring(3, begin - 2).trim());
        return ByteBuffer.allocate(length).put(answer, begin, length).array();
    }

    private void store(String wireKey, byte[] item) throws IOException {
        assertThat(new String(said("ms " + wireKey + " " + item.length, item), ISO_8859_1))
                .startsWith("HD");
    }

    // --- promises ---

    @Test
    void theNodeHoldsNothingThatCanBeRead() throws IOException {
        cache().put("k", SECRET);
        for (String wireKey : wireKeys()) {
            assertThat(new String(item(wireKey), ISO_8859_1)).doesNotContain("salary", "Miller");
        }
        assertThat(cache().get("k")).isEqualTo(SECRET);
    }

    @Test
    void everyCallWorksAsWithoutEncryption() {
        Cache<String, String> cache = cache();
        Cache<String, String> other = cache();
        assertThat(cache.putIfAbsent("k", "1")).isTrue();
        assertThat(other.putIfAbsent("k", "2")).isFalse();
        assertThat(other.replace("k", "1", "2")).isTrue();
        assertThat(cache.containsKey("k")).isTrue();
        String invoked = cache.invoke("k", (entry, arguments) -> {
            entry.setValue(entry.getValue() + "3");
            return entry.getValue();
        });
        assertThat(invoked).isEqualTo("23");
        other.put("long ".repeat(100), "v");
        List<String> walked = new ArrayList<>();
        cache.forEach(entry -> walked.add(entry.getKey()));
        assertThat(walked).containsExactlyInAnyOrder("k", "long ".repeat(100));
        cache.clear();
        assertThat(other.get("k")).isNull();
        assertThat(other.getAndPut("k", "4")).isNull();
        assertThat(cache.getAndRemove("k")).isEqualTo("4");
    }

    @Test
    void whatIsPutUnderAnotherKeyOrChangedIsAMissAndCounted() throws IOException {
        Cache<String, String> cache = cache();
        cache.put("a", "of a");
        String a = wireKeys().first();
        byte[] item = item(a);
        cache.put("b", "of b");
        String b = a.substring(0, a.length() - 1) + "b";
        assertThat(wireKeys()).contains(a, b);
        store(b, item);
        long before = Unreadable.count();
        assertThat(cache.get("b")).isNull();
        assertThat(cache.containsKey("b")).isFalse();
        assertThat(Unreadable.count()).isEqualTo(before + 2);
        for (int i = 0; i < item.length; i++) {
            byte[] bent = item.clone();
            bent[i] ^= 1;
            store(a, bent);
            assertThat(cache.get("a")).as("byte %d", i).isNull();
        }
        store(a, item);
        assertThat(cache.get("a")).isEqualTo("of a");
    }

    @Test
    void whatWasClosedBeforeAClearDoesNotOpenAfterwards() throws IOException {
        Cache<String, String> cache = cache();
        cache.put("a", "before");
        String old = wireKeys().first();
        byte[] item = item(old);
        cache.clear();
        cache.put("a", "after");
        SortedSet<String> now = wireKeys();
        now.remove(old);
        assertThat(now).hasSize(1);
        store(now.first(), item);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void whatNobodyClosedIsNotRead() throws IOException {
        Cache<String, String> open = cacheInTheClear();
        open.put("a", "forged");
        Cache<String, String> cache = cache();
        assertThat(cache.get("a")).isNull();
        cache.put("a", "true");
        assertThat(open.get("a")).isNull();
        assertThat(cache.get("a")).isEqualTo("true");
    }

    private Cache<String, String> cacheInTheClear() {
        engine.set("flagstone.cache.*.encryption", "none");
        Cache<String, String> cache = cache();
        engine.set("flagstone.cache.*.encryption", keys.toString());
        return cache;
    }

    @Test
    void aKeyIsReplacedWhileBothAreInUse() throws Exception {
        Cache<String, String> cache = cache();
        cache.put("old", "by one");
        String one = Files.readAllLines(keys).get(1);
        write(key("two", 16), one);
        Cache<String, String> renewed = cache();
        renewed.put("new", "by two");
        assertThat(renewed.get("old")).isEqualTo("by one");
        // the first client looks at the file once a second
        Awaitility.await().until(() -> "by two".equals(cache.get("new")));
        write(Files.readAllLines(keys).get(0));
        Cache<String, String> later = cache();
        assertThat(later.get("old")).isNull();
        assertThat(later.get("new")).isEqualTo("by two");
    }

    @Test
    void hiddenKeysTellNothingAndAreFoundAgain() throws IOException {
        write(key("one", 32), key("hidden", 32));
        engine.set("flagstone.cache.*.hidden-keys", "true");
        Cache<String, String> cache = cache();
        cache.put("miller@example.org", SECRET);
        assertThat(wireKeys()).singleElement().asString().doesNotContain("miller");
        Cache<String, String> other = cache();
        assertThat(other.get("miller@example.org")).isEqualTo(SECRET);
        assertThat(other.iterator().next().getKey()).isEqualTo("miller@example.org");
        assertThat(other.remove("miller@example.org")).isTrue();
        assertThat(cache.containsKey("miller@example.org")).isFalse();
    }

    @Test
    void copiesAreEncryptedForTheirOwnPlace() {
        try (Engine two = Engine.fresh(Engine.Kind.STOCK, 2)
                .set("flagstone.cache.*.encryption", keys.toString())
                .set("flagstone.cache.*.copies", "2")) {
            Cache<String, String> cache = cache(two.client());
            for (int i = 0; i < 20; i++) {
                cache.put("k" + i, "v" + i);
            }
            two.server(0).kill9();
            for (int i = 0; i < 20; i++) {
                assertThat(cache.get("k" + i)).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void aFileThatIsNoKeysIsRefusedWithoutBeingShown() throws IOException {
        for (String bad : new String[] {"one c2VjcmV0", "one", "one !!", "", "hidden " + "c2VjcmV0".repeat(8)}) {
            write(bad);
            assertThatThrownBy(this::cache)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(keys.toString())
                    .hasMessageNotContaining("c2VjcmV0");
        }
        write(key("one", 32));
        engine.set("flagstone.cache.*.hidden-keys", "true");
        assertThatThrownBy(this::cache).isInstanceOf(ConfigurationProblem.class).hasMessageContaining("hidden");
        engine.set("flagstone.cache.*.hidden-keys", "false").set("flagstone.cache.*.mode", "plain");
        assertThatThrownBy(this::cache).isInstanceOf(ConfigurationProblem.class).hasMessageContaining("plain");
    }
}
