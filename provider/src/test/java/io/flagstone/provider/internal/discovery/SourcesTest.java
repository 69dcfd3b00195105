package io.flagstone.provider.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source delivers whole lists; what is none is told, with its line and what to do, and is never a list. */
class SourcesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final Heard heard = new Heard();

    private AutoCloseable watch(String setting) {
        return Sources.watch(setting, heard, heard, SourcesTest.class.getClassLoader());
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    @Test
    void aFileIsReadAgainAndAgainUntilItIsNotWatchedAnyMore() throws Exception {
        Path file = folder.resolve("nodes");
        write(file, "# two nodes\n a=host1:1 \n\nhost2:2*2.5 # the large one\n");
        AutoCloseable watch = watch("file:" + file);
        assertThat(heard.lists)
                .containsExactly(NodeListing.of(
                        List.of(new NodeAddress("a", "host1", 1, 1), new NodeAddress("host2:2", "host2", 2, 2.5))));
        write(file, "a=host1:1\ndead host2:2\n");
        heard.timePasses();
        assertThat(heard.lists.get(1).dead()).containsExactly(NodeAddress.of("host2", 2));
        watch.close();
        heard.timePasses();
        assertThat(heard.lists).hasSize(2);
        assertThat(heard.problems).isEmpty();
    }

    @Test
    void whatIsNoListIsToldWithItsLineAndNeverDelivered() throws IOException {
        Path file = folder.resolve("nodes");
        watch("file:" + file);
        assertThat(heard.problem()).contains("there is no list").contains("name=host:port");
        List<String> wrong = List.of("", "# only this", "a=h:1\na=h:2", "a=h:1\ndead a=h:1");
        for (String text : wrong) {
            write(file, text);
            heard.timePasses();
        }
        assertThat(heard.problems).hasSize(1 + wrong.size());
        write(file, "a=h:1\nb=h:99999\n");
        heard.timePasses();
        assertThat(heard.problem()).contains(file.toString(), "line 2", "99999");
        write(file, "a=h:1 b=h:2\n");
        heard.timePasses();
        assertThat(heard.problem()).contains("line 1", "separated by lines, commas or semicolons");
        assertThat(heard.lists).isEmpty();
    }

    @Test
    void aListInTheSettingIsDeliveredOnce() {
        watch("static:a=h:1;b=h:2*2");
        assertThat(heard.lists).hasSize(1);
        assertThat(heard.tasks).isEmpty();
    }

    @Test
    void aSourceThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
        assertThatThrownBy(() -> watch("etcd:nodes"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.nodes.source=etcd:nodes")
                .hasMessageContaining("cluster, dns, file, srv, static");
        assertThatThrownBy(() -> watch("static:"))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("empty list");
    }
}
