package io.flagstone.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.Node;
import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.ParameterException;

class ArgumentsTest {
    @TempDir
    Path directory;

    private static NodeOptions options(String... words) {
        return Arguments.parse(words).options();
    }

    @Test
    void memcachedsLettersMeanWhatTheyMeanThere() {
        NodeOptions options = options(
                "-p",
                "11311",
                "-l",
                "127.0.0.2",
                "-m",
                "128",
                "-c",
                "99",
                "-t",
                "2",
                "-I",
                "2m",
                "-f",
                "1.5",
                "-n",
                "100",
                "-b",
                "512",
                "-R",
                "40",
                "-B",
                "ascii",
                "-U",
                "0",
                "-vv",
                "-M",
                "-C",
                "-F",
                "-X");
        assertThat(options.port()).isEqualTo(11311);
        assertThat(options.listenAddress()).isEqualTo("127.0.0.2");
        assertThat(options.memory()).isEqualTo(MemorySize.mebibytes(128));
        assertThat(options.number(Option.MAX_CONNECTIONS)).isEqualTo(99);
        assertThat(options.threads()).isEqualTo(2);
        assertThat(options.bytes(Option.ITEM_SIZE_MAX)).isEqualTo(2 << 20);
        assertThat(options.decimal(Option.GROWTH_FACTOR)).isEqualTo(1.5);
        assertThat(options.chunkSize()).isEqualTo(100);
        assertThat(options.number(Option.BACKLOG)).isEqualTo(512);
        assertThat(options.number(Option.REQS_PER_EVENT)).isEqualTo(40);
        assertThat(options.number(Option.VERBOSITY)).isEqualTo(2);
        assertThat(options.is(Option.EVICTIONS)).isFalse();
        assertThat(options.is(Option.CAS)).isFalse();
        assertThat(options.is(Option.FLUSH)).isFalse();
        assertThat(options.is(Option.DUMP)).isFalse();
    }

    @Test
    void longFormsAndGluedValuesAreUnderstood() {
        NodeOptions options = options("--port=5", "--memory-limit", "65", "-c7", "--disable-evictions");
        assertThat(options.port()).isEqualTo(5);
        assertThat(options.memory().toMebibytes()).isEqualTo(65);
        assertThat(options.number(Option.MAX_CONNECTIONS)).isEqualTo(7);
        assertThat(options.is(Option.EVICTIONS)).isFalse();
    }

    @Test
    void flagsMayBeRepeatedAndAddressesAddUp() {
        NodeOptions options = options("-l", "127.0.0.1:5", "-p", "1", "-p", "2", "-l", "127.0.0.2,[::1]:7");
        assertThat(options.listenAddresses())
                .containsExactly(
                        new ListenAddress("127.0.0.1", 5),
                        new ListenAddress("127.0.0.2", 2),
                        new ListenAddress("::1", 7));
    }

    @Test
    void whatMemcachedSwitchesIsSwitched() {
        NodeOptions options = options(
                "-A",
                "-W",
                "-s",
                "/tmp/a b.sock",
                "-a",
                "0770",
                "-o",
                "no_maxconns_fast,track_sizes,watcher_logbuf_size=64");
        assertThat(options.is(Option.SHUTDOWN)).isTrue();
        assertThat(options.is(Option.WATCH)).isFalse();
        assertThat(options.is(Option.MAXCONNS_FAST)).isFalse();
        assertThat(options.is(Option.TRACK_SIZES)).isTrue();
        assertThat(options.bytes(Option.WATCHER_LOGBUF_SIZE)).isEqualTo(64 << 10);
        assertThat(options.unixSocket()).isEqualTo(Path.of("/tmp/a b.sock"));
        assertThat(options.unixMask()).isEqualTo(0770);
        assertThat(options("-D", "/").text(Option.PREFIX_DELIMITER)).isEqualTo("/");
        assertThat(options("-D/").is(Option.DETAIL)).isTrue();
        NodeOptions usual = options("-o", "maxconns_fast,no_track_sizes");
        assertThat(usual.is(Option.MAXCONNS_FAST)).isTrue();
        assertThat(usual.is(Option.WATCH)).isTrue();
        assertThat(usual.is(Option.SHUTDOWN)).isFalse();
        assertThat(usual.unixSocket()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-a|789|unix_mask: 789", "-a|7777|unix_mask: 7777", "-l|a:b|listen: a:b"})
    void whatOnlyMakesSenseTogetherIsCheckedTogether(String flag, String value, String message) {
        assertThatThrownBy(() -> options(flag, value).validated())
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aUnixSocketsPathMustFitTheSystem() {
        assertThatThrownBy(() -> options("-s", "/" + "x".repeat(92)).validated())
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("must not exceed 92 bytes");
        assertThat(options("-s", "/" + "x".repeat(91)).validated().unixSocket()).isNotNull();
    }

    @Test
    void extendedOptionsAreAList() {
        NodeOptions options = options("-o", "modern,hot_lru_pct=30,no_lru_crawler,slab_chunk_max=256,maxconns_fast");
        assertThat(options.number(Option.HOT_LRU_PCT)).isEqualTo(30);
        assertThat(options.is(Option.LRU_CRAWLER)).isFalse();
        assertThat(options.bytes(Option.SLAB_CHUNK_MAX)).isEqualTo(256 << 10);
    }

    @Test
    void theListOfNodesForClientsIsInAFileThatIsNamed() {
        assertThat(options("-o", "cluster_file=/etc/nodes,modern").text(Option.CLUSTER_FILE))
                .isEqualTo("/etc/nodes");
        assertThat(options().text(Option.CLUSTER_FILE)).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotSupportedIsRefusedByName(RefusedFlag flag) {
        String[] words = flag.takesValue() ? new String[] {flag.names()[0], "x"} : new String[] {flag.names()[0]};
        assertThatThrownBy(() -> options(words))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith(flag.names()[0] + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p|70000|port: 70000 is not allowed; allowed: 0 to 65535",
                "-m|x|mem_size: x is not allowed",
                "-m|1|mem_size: 1m is not allowed; allowed: 8m to",
                "-f|1|growth_factor: 1.0 is not allowed; allowed: more than 1.0",
                "-t|0|threads: 0 is not allowed; allowed: 1 to 256",
                "-B|udp|protocol: udp is not allowed; allowed: auto, ascii, binary",
                "-U|11211|-U: 11211 is not allowed",
                "-o|no_slab_reassign|slab_reassign is always on",
                "-o|ssl_kernel_tls|-o ssl_kernel_tls: the JDK's TLS cannot",
                "-o|hot_lru_pctt=5|nearest known one is hot_lru_pct",
                "-o|shard=5|unknown option shard; \"flagstone serve -h\" lists what there is",
                "-o|tail_repair_time=5|-o tail_repair_time: references cannot leak"
            })
    void aBadValueIsNamedWithWhatIsAllowed(String flag, String value, String message) {
        assertThatThrownBy(() -> options(flag, value))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--admin-fleet|node|admin_fleet: node is not allowed; it needs a port, host:port",
                "--admin-fleet|node:70000|admin_fleet: node:70000 is not allowed; a port is 0 to 65535",
                "--admin-fleet|:7|admin_fleet: :7 is not allowed; it names no host",
                "--admin-fleet|mtls:node:7|admin_fleet: mtls:node:7 is not allowed; say --admin-fleet-tls for all of them",
                "-l|node:70000|listen: node:70000 is not allowed; a port is 0 to 65535"
            })
    void anAddressThatIsNoneIsNamedWithItsOption(String flag, String value, String message) {
        NodeOptions options = options(flag, value);
        assertThatThrownBy(() -> Node.start(options))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    @Test
    void anUnknownFlagIsAnError() {
        assertThatThrownBy(() -> options("--nope"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--nope");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("node.properties"), text);
    }

    @Test
    void aFileSetsOptionsAndFlagsWinOverIt() throws IOException {
        Path file = file("# a node\nmem_size = 256m\nchunk_size=64\nport=1000\nconn-limit=5\nevictions=off\n");
        NodeOptions options = options("--config", file.toString(), "-p", "2000");
        assertThat(options.memory()).isEqualTo(MemorySize.mebibytes(256));
        assertThat(options.chunkSize()).isEqualTo(64);
        assertThat(options.slots()).isEqualTo((256L << 20) / 64);
        assertThat(options.port()).isEqualTo(2000);
        assertThat(options.number(Option.MAX_CONNECTIONS)).isEqualTo(5);
        assertThat(options.is(Option.EVICTIONS)).isFalse();
    }

    @Test
    void aFileChoosesStorageEngineAndHash() throws IOException {
        Path file = file("storage_engine = heap\nhash_algorithm = length\nport = 0\n");
        try (Node node = Node.start(options("--config", file.toString()));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.askUntil("stats settings", "END"))
                    .contains("STAT storage_engine heap\r\n", "STAT hash_algorithm length\r\n");
            assertThat(wire.talk("set a 0 0 1\r\nx\r\nget a\r\n")).isEqualTo("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
        }
        assertThat(options("--config", file.toString(), "-o", "hash_algorithm=murmur3")
                        .text(Option.KEY_HASH))
                .isEqualTo("murmur3");
    }

    @Test
    void aFileThatIsNotThereOrCannotBeReadIsSaidToBeSo() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> options("--config", none.toString()))
                .hasMessage("--config " + none + ": there is no such file");
        assertThatThrownBy(() -> options("--config", directory.toString()))
                .hasMessageStartingWith("--config " + directory + ": cannot be read: ");
    }

    @Test
    void aBadFileIsNamed() throws IOException {
        Path unknown = file("mem_sise = 64\n");
        assertThatThrownBy(() -> options("--config", unknown.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("node.properties", "mem_sise", "mem_size");
        Path bad = file("chunk_size = big\n");
        assertThatThrownBy(() -> options("--config", bad.toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("chunk_size: big is not allowed", "1 to 524240");
        assertThatThrownBy(() -> options("--config", directory.resolve("none").toString()))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("none");
    }

    @Test
    void helpNamesEveryFlagThatIsHonoured() {
        String usage = Arguments.parse("-h").usage();
        for (Flag flag : Flag.values()) {
            assertThat(usage).contains(flag.letter() + ",", flag.longForm());
        }
        assertThat(usage)
                .contains("--config", "--insecure", "-o", "--unix-socket", "--enable-ssl")
                .doesNotContain("--lock-memory");
    }
}
