package io.flagstone.bench.hibernate.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.bench.measure.RunOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program, run as a test: what it prints is the message of a failure. */
final class Program {

    private Program() {}

    static void findsNothingUnexplained(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int status = RunOptions.execute(new Experiment(out), out, arguments);
        String text = printed.toString(StandardCharsets.UTF_8);
        System.out.println(text);
        assertThat(status).as(text).isZero();
        assertThat(text).contains("nothing unexplained in ours");
    }
}
