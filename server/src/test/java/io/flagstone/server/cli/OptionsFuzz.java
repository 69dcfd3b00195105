package io.flagstone.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Command lines, a word a line, and behind a zero byte a configuration file: options, or a reason. */
public final class OptionsFuzz {
    private OptionsFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "-p\n0\n-m\n64\n-c\n100\n-l\n127.0.0.1,notls:[::1]:5\n-vv\0mem_size=8m\nport=0\n",
                        "-o\nslab_chunk_max=512k,no_lru_crawler,hash_algorithm=murmur3,idle_timeout=5\n-I\n2m\n-f\n1.08\0",
                        "-Z\n-o\nssl_chain_cert=a,ssl_verify_mode=2\n-S\n-D\n:\0chunk_size=96\nlisten=10.0.0.1\ninsecure=yes\n",
                        "-U\n1\n--help\0\\u00zz",
                        "-n\n-1\n-t\n99999\n-b\n0\n-R\n5\0nonsense=1")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        int zero = 0;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        words(new String(input, 0, zero, UTF_8).split("\n"));
        if (zero < input.length) {
            file(Arrays.copyOfRange(input, zero + 1, input.length));
        }
    }

    private static void words(String[] words) {
        boolean readsFiles = Arrays.stream(words).anyMatch(word -> word.startsWith("@") || word.contains("--c"));
        if (readsFiles) {
            return; // of other files than ours, some never end
        }
        try {
            Arguments arguments = Arguments.parse(words);
            if (!arguments.wantsHelp() && !arguments.wantsVersion()) {
                check(arguments.options());
            }
        } catch (OptionException | CommandLine.ParameterException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void file(byte[] content) throws IOException {
        Path file = Files.createTempFile("fuzz", ".conf");
        try {
            Files.write(file, content);
            check(ConfigFile.apply(NodeOptions.defaults(), file));
        } catch (OptionException e) {
            assertThat(e.getMessage()).isNotBlank();
        } finally {
            Files.delete(file);
        }
    }

    private static void check(NodeOptions options) {
        NodeOptions valid = options.validated();
        assertThat(valid.port()).isBetween(0, 65_535);
        assertThat(valid.slots()).isPositive();
    }
}
