package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.placement.KeyHash;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import io.flagstone.provider.testing.Crc32Hash;
import io.flagstone.provider.testing.ModuloSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings name is found or refused with a reason, and the fingerprint tells placements apart and nothing else. */
class PlacementTest {

    /** As 32-bit hashes come: the upper half is empty. */
    public static final class Narrow implements KeyHash {

        @Override
        public String name() {
            return "narrow";
        }

        @Override
        public long hash(byte[] bytes, int offset, int length) {
            return Arrays.hashCode(Arrays.copyOfRange(bytes, offset, offset + length)) & 0xFFFF_FFFFL;
        }
    }

    /** Points beyond the last node. */
    public static final class Wild implements NodeSelector {

        @Override
        public String name() {
            return "wild";
        }

        @Override
        public NodeTable table(List<NodeAddress> nodes) {
            return hash -> nodes.size();
        }
    }

    private static final List<NodeAddress> NODES = nodes("10.0.0.1:11211", "10.0.0.2:11211*2", "10.0.0.3:11311");

    /** Names that every dialect can do with. */
    private static final List<NodeAddress> RESOLVED =
            nodes("a/10.0.0.1:11211=a", "b/10.0.0.2:11211=b*2", "c/1.2.3.4:1=c");

    private static List<NodeAddress> nodes(String... texts) {
        return Arrays.stream(texts).map(NodeAddress::parse).toList();
    }

    private static Placement placement(String selector, String hash, List<NodeAddress> nodes) {
        return Placement.of(new PlacementOptions(selector, hash, false), nodes, PlacementTest.class.getClassLoader());
    }

    private static Placement endpoint(Endpoint kind, String address) {
        return Placement.of(
                new PlacementOptions("endpoint", "", false, kind),
                nodes(address),
                PlacementTest.class.getClassLoader());
    }

    @Test
    void anEndpointHasAllKeysAndIsTheSameByWhicheverAddress() {
        Placement steady = endpoint(Endpoint.STEADY, "10.0.0.1:11211");
        assertThat(steady.owner("any".getBytes(UTF_8))).isZero();
        assertThat(steady.shares()).containsExactly(Map.entry("10.0.0.1:11211", 1.0));
        assertThat(steady.hasSlots()).isFalse();
        assertThat(endpoint(Endpoint.STEADY, "10.0.0.2:11211").fingerprint()).isEqualTo(steady.fingerprint());
        assertThat(endpoint(Endpoint.FAILING_OVER, "10.0.0.1:11211").fingerprint())
                .isNotEqualTo(steady.fingerprint());
        assertThat(placement("slots", "", nodes("10.0.0.1:11211")).fingerprint())
                .isNotEqualTo(steady.fingerprint());
    }

    private static void refused(String selector, String hash, List<NodeAddress> nodes, String... reasons) {
        assertThatThrownBy(() -> placement(selector, hash, nodes))
                .as("%s with %s", selector, hash)
                .isInstanceOf(ConfigurationProblem.class)
                .message()
                .contains(reasons);
    }

    @ParameterizedTest
    @CsvSource({
        "slots, xxh64",
        "libmemcached, md5",
        "twemproxy, md5",
        "spymemcached, md5",
        "spymemcached-libmemcached, md5",
        "xmemcached, md5",
        "modulo, crc32"
    })
    void everyPlacementHasAHashThatGoesWithIt(String selector, String hash) {
        Placement placement = placement(selector, "", RESOLVED);
        assertThat(placement.selector()).isEqualTo(selector);
        assertThat(placement.keyHash()).isEqualTo(hash);
        assertThat(placement.shares().keySet()).containsExactly("a/10.0.0.1:11211", "b/10.0.0.2:11211", "c/1.2.3.4:1");
        assertThat(placement.shares().values().stream().mapToDouble(s -> s).sum())
                .isCloseTo(1, within(1e-9));
        int[] owned = new int[3];
        for (int i = 0; i < 30_000; i++) {
            owned[placement.owner(("key" + i).getBytes(US_ASCII))]++;
        }
        int node = 0;
        for (double share : placement.shares().values()) {
            assertThat(owned[node++] / 30_000.0).isCloseTo(share, within(0.02));
        }
    }

    @Test
    void aClassIsFoundByItsWholeName() {
        Placement byClass = placement(ModuloSelector.class.getName(), Crc32Hash.class.getName(), NODES);
        assertThat(byClass.selector()).isEqualTo("modulo");
        assertThat(byClass.fingerprint())
                .isEqualTo(placement("modulo", "crc32", NODES).fingerprint());
    }

    @Test
    void aNameThatStandsForNothingIsRefusedWithTheNearestOne() {
        refused("slot", "", NODES, "flagstone.placement=slot", "did you mean slots?");
        refused("libmemcache", "", NODES, "did you mean libmemcached?");
        refused("qqqqqqqqqqqqqq", "", NODES, "known are slots, libmemcached", "modulo");
        refused("slots", "xxh46", NODES, "flagstone.key-hash=xxh46", "did you mean xxh64?");
        refused("com.acme.Nowhere", "", NODES, "flagstone.placement=com.acme.Nowhere", "no such class");
        refused("java.lang.String", "", NODES, "java.lang.String", "is no " + NodeSelector.class.getName());
        refused("slots", NodeTable.class.getName(), NODES, "is no " + KeyHash.class.getName());
        refused(Ketama.class.getName(), "", NODES, Ketama.class.getName(), "public constructor without parameters");
    }

    @Test
    void whatMakesNoSenseTogetherIsRefused() {
        for (String dialect : List.of("libmemcached", "twemproxy", "spymemcached", "xmemcached")) {
            refused(dialect, "xxh64", RESOLVED, "placement=" + dialect, "key-hash=xxh64", "md5");
        }
        String narrow = Narrow.class.getName();
        refused("slots", narrow, NODES, "placement=slots", "key-hash=narrow", "of 256 keys only 1 fall apart");
        assertThat(placement("libmemcached", narrow, NODES).keyHash()).isEqualTo("narrow");
        assertThat(placement("slots", "md5", NODES).keyHash()).isEqualTo("md5");
        refused(Wild.class.getName(), "", NODES, "placement=wild", "node 3 of 3");
    }

    @Test
    void weightsThatAnotherClientDoesNotKnowAreRefused() {
        refused("libmemcached", "", nodes("a*2.5", "b"), "node a:11211", "whole numbers", "2.5");
        refused("libmemcached", "", nodes("a*0.5"), "node a:11211", "whole numbers");
        refused("xmemcached", "", nodes("/1.2.3.4:1=a*64m/1k"), "xmemcached", "65536", "no room for more");
        refused("libmemcached", "", nodes("a*2147483647", "b"), "2147483648");
    }

    @Test
    void aNameThatLeavesOpenWhatAnotherClientMakesOfItIsRefused() {
        refused("spymemcached", "", nodes("cache1:11211"), "node cache1:11211", "cache1/10.0.0.1:11211=cache1:11211");
        refused("spymemcached", "", nodes("[::1]:7"), "node [::1]:7");
        refused("xmemcached", "", NODES, "node 10.0.0.1:11211", "host name of an address");
        refused("spymemcached-libmemcached", "", NODES, "node 10.0.0.1:11211", "host name of an address");
        assertThat(placement("spymemcached-libmemcached", "", nodes("a", "b:7")).shares())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slots",
                "libmemcached",
                "twemproxy",
                "spymemcached",
                "spymemcached-libmemcached",
                "xmemcached",
                "modulo"
            })
    void theOrderOfTheNodesPlaysNoPartInTheFingerprint(String selector) {
        String print = placement(selector, "", RESOLVED).fingerprint();
        assertThat(print).matches("[0-9a-f]{16}");
        List<NodeAddress> turned = new ArrayList<>(RESOLVED);
        for (int i = 0; i < RESOLVED.size(); i++) {
            Collections.rotate(turned, 1);
            assertThat(placement(selector, "", turned).fingerprint()).isEqualTo(print);
        }
    }

    @Test
    void anotherListWeightSelectorOrHashHasAnotherFingerprint() {
        Set<String> prints = new HashSet<>();
        for (String selector : List.of("slots", "libmemcached", "twemproxy", "spymemcached", "xmemcached", "modulo")) {
            prints.add(placement(selector, "", RESOLVED).fingerprint());
            prints.add(placement(selector, "", RESOLVED.subList(0, 2)).fingerprint());
            List<NodeAddress> heavier = new ArrayList<>(RESOLVED);
            heavier.set(0, heavier.get(0).weighing(3));
            prints.add(placement(selector, "", heavier).fingerprint());
            heavier.set(0, NodeAddress.parse("a/10.0.0.9:11211=a"));
            prints.add(placement(selector, "", heavier).fingerprint());
        }
        prints.add(placement("slots", "md5", RESOLVED).fingerprint());
        assertThat(prints).hasSize(6 * 4 + 1);
    }

    /** Two of the digests in RFC 1321. */
    @Test
    void md5IsReadFromItsLowestByte() {
        assertThat(new Md5().hash(new byte[0], 0, 0)).isEqualTo(Long.reverseBytes(0xD41D8CD98F00B204L));
        byte[] padded = "-message digest-".getBytes(US_ASCII);
        assertThat(new Md5().hash(padded, 1, padded.length - 2)).isEqualTo(Long.reverseBytes(0xF96B697D7CB7938DL));
    }
}
