package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are what was written, one identity each, or a mistake that quotes what was written. */
class NodeAddressTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private List<NodeAddress> nodes(String list) {
        return new Places(folder).property("flagstone.nodes", list).client().nodes();
    }

    private List<NodeAddress> nodesOf(String uri) {
        return new Places(folder).uri(uri).client().nodes();
    }

    @Test
    void aNodeIsHostAndPortWithNameAndWeightWhereWritten() {
        assertThat(NodeAddress.parse("h")).isEqualTo(new NodeAddress("h:11211", "h", 11211, 1));
        assertThat(NodeAddress.parse("h:1")).isEqualTo(new NodeAddress("h:1", "h", 1, 1));
        assertThat(NodeAddress.parse(" 10.0.0.1:65535*2.5 "))
                .isEqualTo(new NodeAddress("10.0.0.1:65535", "10.0.0.1", 65535, 2.5));
        assertThat(NodeAddress.parse("n1=cache-1.example_a.org:7*0.5"))
                .isEqualTo(new NodeAddress("n1", "cache-1.example_a.org", 7, 0.5));
        assertThat(NodeAddress.parse("n1=h")).isEqualTo(new NodeAddress("n1", "h", 11211, 1));
        assertThat(NodeAddress.parse("h*3")).isEqualTo(new NodeAddress("h:11211", "h", 11211, 3));
    }

    @Test
    void aZoneStandsBehindThePlaceAndBeforeTheWeightAndIsNoPartOfTheName() {
        assertThat(NodeAddress.parse("n1=10.0.0.1:7@zone-a*2"))
                .isEqualTo(new NodeAddress("n1", "10.0.0.1", 7, 2, "zone-a"));
        assertThat(NodeAddress.parse("h@b")).isEqualTo(new NodeAddress("h:11211", "h", 11211, 1, "b"));
        assertThat(NodeAddress.parse("[::1]:7@b").name()).isEqualTo("[::1]:7");
        assertThat(NodeAddress.parse("a@b=h").name()).isEqualTo("a@b");
        assertThat(nodesOf("memcached://h:1@x,h:2@y"))
                .extracting(NodeAddress::zone)
                .containsExactly("x", "y");
        for (String text : List.of("h@", "h:1@a b", "h:1@a@b", "h*2@a")) {
            assertThatThrownBy(() -> NodeAddress.parse(text))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(text);
        }
    }

    @Test
    void addressesOfVersionSixStandInBrackets() {
        assertThat(NodeAddress.parse("[::1]")).isEqualTo(new NodeAddress("[::1]:11211", "::1", 11211, 1));
        assertThat(NodeAddress.parse("[fe80::1%eth0]:7*2"))
                .isEqualTo(new NodeAddress("[fe80::1%eth0]:7", "fe80::1%eth0", 7, 2));
        assertThat(NodeAddress.parse("n=[::ffff:10.0.0.1]:7").host()).isEqualTo("::ffff:10.0.0.1");
        assertThat(NodeAddress.of("::1", 7)).isEqualTo(NodeAddress.parse("[::1]:7"));
        assertThat(NodeAddress.of("h", 7)).isEqualTo(NodeAddress.parse("h:7"));
        for (String text : List.of("::1", "fe80::1:11211", "1:2:3")) {
            assertThatThrownBy(() -> NodeAddress.parse(text))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(text)
                    .hasMessageContaining("brackets");
        }
    }

    @Test
    void whatIsNoNodeIsAMistakeThatQuotesItAndTheSetting() {
        for (String text : List.of(
                ":11211",
                "n=",
                "n=:1",
                "=h:1",
                "h:",
                "h:x",
                "h:0",
                "h:65536",
                "h:-1",
                "h:+7",
                "h:011211",
                "h:1e3",
                "h:99999999999",
                "h:1*",
                "h:1*x",
                "h:1*0",
                "h:1*-1",
                "h:1*NaN",
                "h:1*Infinity",
                "h:1*1e300",
                "h:1*2*3",
                "[::1",
                "[::1]x",
                "[::1]x:1",
                "[]:1",
                "[]",
                "[g::1]:1",
                "::1]:1",
                "a=b=h:1",
                "http://h:1",
                "u@h:1",
                "h/x:1",
                "h\\x",
                "h\"",
                "h\u00001",
                "[h]:1",
                "%:1")) {
            assertThatThrownBy(() -> nodes("ok:1;" + text))
                    .as(text)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.nodes")
                    .hasMessageContaining("the manager's properties")
                    .hasMessageContaining(text);
        }
    }

    @Test
    void aNameOfSeveralLinesIsAMistake() {
        for (String name : new String[] {"a\rb", "a\nb", "a\u0000b", "a\u0085b"}) {
            assertThatThrownBy(() -> NodeAddress.parse(name + "=10.0.0.1:11211"))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("control characters");
        }
    }

    @Test
    void listsAreSplitAtCommasSemicolonsAndBlanks() {
        assertThat(nodes(" a:1, b:2;c:3\n d:4;;, "))
                .extracting(NodeAddress::name)
                .containsExactly("a:1", "b:2", "c:3", "d:4");
    }

    @Test
    void anEmptyListIsAMistake() {
        for (String text : List.of("", " ", ";", ",, ;")) {
            assertThatThrownBy(() -> nodes(text))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.nodes=")
                    .hasMessageContaining("host:port;host:port");
        }
    }

    @Test
    void aNodeThatIsListedTwiceIsAMistake() {
        for (String text : List.of("a:1;b:1;a:1", "a;a:11211", "n=a:1;n=b:1", "a:1*2;a:1*3")) {
            assertThatThrownBy(() -> nodes(text))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("listed twice");
        }
    }

    @Test
    void theWordEmbeddedMeansTheNodeInThisJvm() {
        assertThat(nodes("embedded")).isEmpty();
        assertThat(nodes(" Embedded ")).isEmpty();
        assertThat(nodes("embedded:11211")).hasSize(1);
    }

    @Test
    void aUriListsNodes() {
        assertThat(nodesOf("memcached://a:1")).containsExactly(NodeAddress.parse("a:1"));
        assertThat(nodesOf("memcached://a:1;b,c:3*2")).hasSize(3);
        assertThat(nodesOf("memcached://[::1]:7")).containsExactly(NodeAddress.parse("[::1]:7"));
        assertThat(nodesOf("memcached://n=a:1;m=b:1*2"))
                .extracting(NodeAddress::name)
                .containsExactly("n", "m");
        assertThat(nodesOf("memcached:a:1;b:2")).hasSize(2);
    }

    @Test
    void aUriThatSaysMoreThanNodesIsAMistake() {
        for (String uri : List.of(
                "memcached://a:1?timeout=5s",
                "memcached://a:1/x",
                "memcached://a:1/",
                "memcached:///a:1",
                "memcached://;",
                "memcached://a%20:1",
                "memcached://a:1;a:1",
                "memcached://a:1#b")) {
            assertThatThrownBy(() -> nodesOf(uri))
                    .as(uri)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(URI.create(uri).toString());
        }
    }

    @Test
    void aWeightCanBeMemoryDividedByTheSizeOfAChunk() {
        assertThat(NodeAddress.parse("h:1*64m/1k").weight()).isEqualTo(65_536);
        assertThat(NodeAddress.parse("n=[::1]:1*1g/96").weight()).isEqualTo(11_184_810);
        assertThat(NodeAddress.parse("h*1000/3b").weight()).isEqualTo(333);
        assertThat(NodeAddress.parse("h*1k/1k").weight()).isEqualTo(1);
        assertThat(nodesOf("memcached://a:1*64m/1k;b:2*1g/1k;c:3"))
                .extracting(NodeAddress::weight)
                .containsExactly(65_536.0, 1_048_576.0, 1.0);
    }

    @Test
    void aWeightThatIsNeitherIsNamedWithItsNode() {
        for (String text : List.of(
                "h:1*64m/",
                "h:1*/1k",
                "h:1*1k/64m",
                "h:1*64x/1k",
                "h:1*0/0",
                "h:1*-64m/1k",
                "h:1*1/1/1",
                "h:1*99999999999g/1",
                "h:1*1/99999999999g",
                "h:1*heavy")) {
            assertThatThrownBy(() -> NodeAddress.parse(text))
                    .as(text)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("node \"" + text + "\"")
                    .hasMessageContaining("64m/1k");
        }
    }
}
