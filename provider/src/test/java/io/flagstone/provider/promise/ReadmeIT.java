package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.process.JvmCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of code in README are what an application needs, and do what they seem to. */
class ReadmeIT {

    private static final String BEFORE = """
            import javax.cache.*;
            import javax.cache.configuration.MutableConfiguration;
            import javax.cache.expiry.*;
            import javax.cache.spi.CachingProvider;

            public class Readme {
                public static void main(String[] arguments) {
            """;
    private static final String AFTER = """
                    provider.close();
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void theLinesOfCodeRunAsTheyStandThere() throws Exception {
        Path source = Files.writeString(directory.resolve("Readme.java"), BEFORE + code() + AFTER);
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-Xlint:all", "-Werror", "-proc:none", "-cp", classPath, "" + source))
                .isZero();
        List<String> line = JvmCommand.named("Readme")
                .withClassPath(directory + File.pathSeparator + classPath)
                // the first call of a JVM on a machine that is busy
                .withFlags("-Dflagstone.timeout=20s")
                .line();
        Process program = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).trim())
                .isEqualTo("hello");
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
    }

    private static String code() throws IOException {
        List<String> page = Files.readAllLines(Path.of("..", "README.md"));
        int from = page.indexOf("```java");
        assertThat(from).as("README has Java code").isPositive();
        List<String> code = page.subList(from + 1, page.size());
        return String.join("\n", code.subList(0, code.indexOf("```"))) + "\n";
    }
}
