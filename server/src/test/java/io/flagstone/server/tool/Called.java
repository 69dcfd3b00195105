package io.flagstone.server.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.tool.console.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A command that was called in this JVM: what it ended with, and what it printed. */
record Called(int status, String out, String err) {
    static Called with(String... words) {
        return call("", false, words);
    }

    /** With this on standard input. */
    static Called reading(String in, String... words) {
        return call(in, false, words);
    }

    /** As if standard output and standard error were terminals. */
    static Called onTerminal(String... words) {
        return call("", true, words);
    }

    private static Called call(String in, boolean isTerminal, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(out, err, isTerminal, isTerminal, 0);
        int status = Commands.over(screen, new ByteArrayInputStream(in.getBytes(UTF_8)))
                .execute(words);
        return new Called(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Prints to these. */
    static int on(OutputStream out, OutputStream err, String... words) {
        return Commands.over(new Screen(out, err, false, false, 0), new ByteArrayInputStream(new byte[0]))
                .execute(words);
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** Calls a command that goes on until it has printed enough, and does something over and over meanwhile. */
    static Called until(Predicate<String> isEnough, Runnable meanwhile, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AtomicInteger status = new AtomicInteger();
        Thread thread = new Thread(() -> status.set(on(out, err, words)), "called");
        thread.start();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    meanwhile.run();
                    return isEnough.test(out.toString(UTF_8));
                });
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Called(status.get(), out.toString(UTF_8), err.toString(UTF_8));
    }
}
