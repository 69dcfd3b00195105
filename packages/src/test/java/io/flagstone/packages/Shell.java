package io.flagstone.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Programs of the system. */
final class Shell {

    /** What a program left behind; standard error is part of the output. */
    record Result(int status, String output) {}

    private Shell() {}

    /** What the build told the tests. */
    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /** Runs a program that must end well, and answers its lines. */
    static List<String> lines(String... command) {
        Result result = run(command);
        assertThat(result.status())
                .as("%s%n%s", List.of(command), result.output())
                .isZero();
        return result.output().lines().toList();
    }

    /** Runs a program to its end. */
    static Result run(String... command) {
        return run(Map.of(), command);
    }

    /** The same with more environment. */
    static Result run(Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new AssertionError(command[0] + " is needed; CONTRIBUTING.md says what to install", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
