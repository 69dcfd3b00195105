package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that differ in the copies of a cache: the later one is told, and nobody reads what is old. */
class OtherCopiesIT {

    private static final String ALL = "io.flagstone.provider.promise.Servers#all";
    private static final String STOCK = "io.flagstone.provider.promise.Servers#stock";

    private static final int KEYS = 100;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern ITEM = Pattern.compile("flagstone:[-_0-9A-Za-z]+:copies");

    private static Engine engine(Servers servers) {
        return Engine.fresh(servers, 2)
                .set("flagstone.cache.*.failure", "miss")
                .set("flagstone.retry.longest", "200ms");
    }

    private static CacheManager client(Engine engine, int copies) {
        return engine.set("flagstone.cache.*.copies", Integer.toString(copies)).client();
    }

    private static Cache<String, String> cache(CacheManager manager) {
        return manager.createCache("c", new MutableConfiguration<String, String>());
    }

    private static Map<String, String> entries(String value) {
        return IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(i -> "k" + i, i -> value));
    }

    private static String refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(ConfigurationProblem.class);
        return String.valueOf(thrown.getMessage());
    }

    private static boolean isRefused(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotInstanceOf(AssertionError.class);
        return thrown instanceof ConfigurationProblem;
    }

    private static Object otherCopies(CacheManager manager) throws Exception {
        ObjectName bean = new ObjectName("io.flagstone:type=Cluster,CacheManager="
                + manager.getURI().toString().replace(':', '.'));
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, "OtherCopies");
    }

    /** What a node answers to a command, the first line of it. */
    private static String told(InetSocketAddress node, String command) throws IOException {
        try (Socket socket = new Socket(node.getAddress(), node.getPort());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return in.readLine();
        }
    }

    private static String itemOf(String refusal) {
        Matcher item = ITEM.matcher(refusal);
        assertThat(item.find()).isTrue();
        return item.group();
    }

    /** Its owner ends, whichever it is: what the other node has is all that can be read. */
    private static void assertNotOldOnAnyNode(Engine engine, Cache<String, String> reader) throws Exception {
        for (int node = 0; node < 2; node++) {
            engine.server(node).kill9();
            assertThat(reader.get("k1")).isNotEqualTo("old");
            engine.server(node).restart();
            await().atMost(SOON).ignoreExceptions().until(() -> {
                reader.put("probe", "v");
                return "v".equals(reader.get("probe"));
            });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aClientWithFewerCopiesIsToldAndLeavesNothingOld(Servers servers) throws Exception {
        try (Engine engine = engine(servers)) {
            Cache<String, String> two = cache(client(engine, 2));
            two.putAll(entries("old"));
            CacheManager fewer = client(engine, 1);
            Cache<String, String> one = cache(fewer);
            assertThat(refusal(() -> one.put("k1", "new"))).contains("copies=1 here", "copies=2 at other clients");
            assertThat(otherCopies(fewer)).isEqualTo(1L);
            refusal(() -> one.putAll(entries("new")));
            refusal(() -> one.get("k1"));
            assertThat(two.getAll(entries("").keySet())).isEqualTo(entries("old"));
            engine.server(0).kill9();
            assertThat(two.getAll(entries("").keySet())).isEqualTo(entries("old"));
        }
    }

    /** Thirty seconds are taken from the items, where waiting for them would do the same. */
    @ParameterizedTest
    @MethodSource(STOCK)
    void onceTheOthersHaveEndedTheNextNumberCounts(Servers servers) throws Exception {
        assertNextNumberCounts(servers, false);
    }

    @ParameterizedTest
    @MethodSource(STOCK)
    void onceTheirWordsAreDeletedTheNextNumberCounts(Servers servers) throws Exception {
        assertNextNumberCounts(servers, true);
    }

    private static void assertNextNumberCounts(Servers servers, boolean deleted) throws Exception {
        try (Engine engine = engine(servers)) {
            CacheManager two = client(engine, 2);
            cache(two).putAll(entries("old"));
            Cache<String, String> one = cache(client(engine, 1));
            String item = itemOf(refusal(() -> one.get("k1")));
            two.close();
            for (int node = 0; node < 2; node++) {
                String command = deleted ? "md " + item : "mg " + item + " T" + (7 * 24 * 3600 - 31);
                assertThat(told(engine.server(node).address(), command)).isEqualTo("HD");
            }
            await().atMost(SOON).ignoreException(ConfigurationProblem.class).until(() -> {
                one.putAll(entries("new"));
                return true;
            });
            assertThat(one.getAll(entries("").keySet())).isEqualTo(entries("new"));
            assertThat(refusal(() -> cache(client(engine, 2)).get("k1"))).contains("copies=2 here");
        }
    }

    @ParameterizedTest
    @MethodSource(STOCK)
    void copiesFromBeforeAClientThatMadeNoneAreNeverRead(Servers servers) throws Exception {
        try (Engine engine = engine(servers)) {
            CacheManager two = client(engine, 2);
            cache(two).putAll(entries("old"));
            CacheManager one = client(engine, 1);
            Cache<String, String> mine = cache(one);
            String item = itemOf(refusal(() -> mine.get("k1")));
            two.close();
            lapse(engine, item);
            await().atMost(SOON).ignoreException(ConfigurationProblem.class).until(() -> {
                mine.put("k1", "new"); // one node hears of it by this key, and the other one all the same
                return true;
            });
            one.close();
            lapse(engine, item);
            Cache<String, String> again = cache(client(engine, 2));
            again.put("probe", "v");
            assertThat(again.get("k1")).isNotEqualTo("old");
            assertNotOldOnAnyNode(engine, again);
        }
    }

    private static void lapse(Engine engine, String item) throws IOException {
        for (int node = 0; node < 2; node++) {
            told(engine.server(node).address(), "mg " + item + " T" + (7 * 24 * 3600 - 31));
        }
    }

    @ParameterizedTest
    @MethodSource(STOCK)
    void aNodeThatEndsTakesWhatItWasToldAlongAndNobodyIsRefusedOrLetIn(Servers servers) throws Exception {
        try (Engine engine = engine(servers)) {
            Cache<String, String> two = cache(client(engine, 2));
            two.putAll(entries("old"));
            for (int node = 0; node < 2; node++) {
                engine.server(node).kill9();
                engine.server(node).restart();
                Cache<String, String> one = cache(client(engine, 1));
                refusalOfAll(one);
                await().atMost(SOON).ignoreExceptions().until(() -> {
                    two.putAll(entries("v"));
                    return two.getAll(entries("").keySet()).size() == KEYS;
                });
                Cache<String, String> another = cache(client(engine, 2));
                await().atMost(SOON).untilAsserted(() -> {
                    Map<String, String> found = another.getAll(entries("").keySet());
                    assertThat(entries("v")).containsAllEntriesOf(found);
                    assertThat(found).hasSize(KEYS); // misses while a node does not answer in time
                });
            }
        }
    }

    /** Each key in turn, whichever node owns it. */
    private static void refusalOfAll(Cache<String, String> one) {
        for (String key : entries("").keySet()) {
            assertThatThrownBy(() -> one.replace(key, "new")).isInstanceOf(FlagstoneException.class);
        }
        await().atMost(SOON)
                .until(() -> isRefused(() -> assertThat(one.get("k1")).isNull()));
    }
}
