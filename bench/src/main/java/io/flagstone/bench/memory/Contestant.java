package io.flagstone.bench.memory;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A kind of server that can be started afresh for every measurement, with the memory that it is to have.
 *
 * @param label its name in the results
 * @param classPath the class path of a Java node; empty for the memcached on the {@code PATH}
 * @param options its command line, without port and memory
 */
record Contestant(String label, String classPath, List<String> options) {
    static final String FORMS = "LABEL=memcached [OPTIONS], or LABEL=java CLASSPATH [OPTIONS]";

    /**
     * Reads a description; the class path {@code .} is the program's own.
     *
     * @throws IllegalArgumentException if the text is none of the {@link #FORMS}
     */
    static Contestant of(String text) {
        int equals = text.indexOf('=');
        List<String> words = Arrays.asList(text.substring(equals + 1).split(" +", -1));
        boolean java = words.get(0).equals("java");
        RunOptions.require(
                equals > 0 && (java ? words.size() > 1 : words.get(0).equals("memcached")),
                "--server " + text + ": expected " + FORMS);
        String label = text.substring(0, equals);
        if (!java) {
            return new Contestant(label, "", List.copyOf(words.subList(1, words.size())));
        }
        String classPath = words.get(1).equals(".") ? System.getProperty("java.class.path") : words.get(1);
        return new Contestant(label, classPath, List.copyOf(words.subList(2, words.size())));
    }

    /** Starts one with so many MiB. */
    ServerProcess start(int mebibytes) {
        List<String> all = new ArrayList<>(List.of("-m", Integer.toString(mebibytes)));
        all.addAll(options);
        String[] line = all.toArray(String[]::new);
        return classPath.isEmpty() ? StockMemcached.start(line) : NodeProcess.start(classPath, line);
    }
}
