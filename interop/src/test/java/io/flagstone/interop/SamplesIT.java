package io.flagstone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs by which memcached is usually introduced run as they stand, but for the port. */
class SamplesIT {
    private static final Path SAMPLES = Path.of("src", "test", "clients", "samples");

    @TempDir
    Path directory;

    private void copy(String sample, Server server) throws IOException {
        String text = Files.readString(SAMPLES.resolve(sample));
        assertThat(text).containsOnlyOnce("11211");
        Files.writeString(directory.resolve(sample), text.replace("11211", Integer.toString(server.port())));
    }

    @ParameterizedTest
    @EnumSource
    void pythonStoresAndReads(Server.Kind kind) throws IOException {
        try (Server server = kind.start()) {
            copy("sample.py", server);
            Program python = Program.ofDebian("python3-memcache", directory, "/usr/bin/python3", "sample.py");
            assertThat(python.run()).as(python.install()).isEqualTo(new Program.Result(0, "bar\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cWithLibmemcachedStoresAndReads(Server.Kind kind) throws IOException {
        try (Server server = kind.start()) {
            copy("sample.c", server);
            Program gcc = Program.ofDebian("gcc libc6-dev libmemcached-dev", directory, "gcc");
            assertThat(gcc.run("-Wall", "-Werror", "-o", "sample", "sample.c", "-lmemcached"))
                    .as(gcc.install())
                    .isEqualTo(new Program.Result(0, ""));
            Program sample = Program.ofDebian(
                    "libmemcached-dev", directory, directory.resolve("sample").toString());
            assertThat(sample.run()).isEqualTo(new Program.Result(0, "bar\n"));
        }
    }
}
