package io.flagstone.testkit.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a JVM.
 *
 * @param java the launcher
 * @param flags JVM flags, before the class path
 * @param classPath the class path
 * @param mainClass the class to run
 * @param arguments the program's arguments
 */
public record JvmCommand(String java, List<String> flags, String classPath, String mainClass, List<String> arguments) {
    /** Flags of the running JVM that a child should have too; ports and agents cannot be shared. */
    private static final List<String> INHERITED =
            List.of("-Xm", "-Xss", "-XX:", "--add-", "--enable-", "-ea", "-Djava.net.", "-Djava.awt.", "-Dio.netty.");

    /** Copies the lists. */
    public JvmCommand {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
    }

    /** A class of the running class path, on this JVM's launcher and with the flags that make sense in a child. */
    public static JvmCommand of(Class<?> main, String... arguments) {
        return named(main.getName(), arguments);
    }

    /** As {@link #of}, for a class known by name only. */
    public static JvmCommand named(String mainClass, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new JvmCommand(java, inheritedFlags(), classPath, mainClass, List.of(arguments));
    }

    /** The same with another class path. */
    public JvmCommand withClassPath(String other) {
        return new JvmCommand(java, flags, other, mainClass, arguments);
    }

    /** The same with flags added; a later flag wins over an earlier one. */
    public JvmCommand withFlags(String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new JvmCommand(java, all, classPath, mainClass, arguments);
    }

    /** The same with other arguments. */
    public JvmCommand withArguments(List<String> others) {
        return new JvmCommand(java, flags, classPath, mainClass, others);
    }

    /** The whole command line. */
    public List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(java);
        line.addAll(flags);
        line.addAll(List.of("-cp", classPath, mainClass));
        line.addAll(arguments);
        return line;
    }

    private static List<String> inheritedFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> INHERITED.stream().anyMatch(flag::startsWith))
                .toList();
    }
}
