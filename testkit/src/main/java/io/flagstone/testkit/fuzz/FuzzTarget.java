package io.flagstone.testkit.fuzz;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A public class whose name ends in {@code Fuzz}, with the two methods
 *
 * <pre>
 *   public static void fuzzerTestOneInput(byte[] input)   throws what must not happen
 *   public static List&lt;byte[]&gt; seeds()                    inputs to begin with
 * </pre>
 *
 * @param type the class
 */
public record FuzzTarget(Class<?> type) {
    private static final String SUFFIX = "Fuzz.class";

    /**
     * All targets among these compiled classes, by name.
     *
     * @param classes the directory that is the root of their packages
     */
    public static List<FuzzTarget> in(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .map(file -> new FuzzTarget(load(classes.relativize(file))))
                    .sorted(Comparator.comparing(FuzzTarget::name))
                    .toList();
        }
    }

    private static Class<?> load(Path file) {
        String name = file.toString().replace(file.getFileSystem().getSeparator(), ".");
        try {
            return Class.forName(name.substring(0, name.length() - ".class".length()));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(file + " is not on the class path", e);
        }
    }

    /** The class's simple name. */
    public String name() {
        return type.getSimpleName();
    }

    /**
     * Gives it one input.
     *
     * @throws AssertionError when something happens that must not
     */
    public void run(byte[] input) {
        call("fuzzerTestOneInput", new Class<?>[] {byte[].class}, input.clone());
    }

    /**
     * Gives it one input after the other.
     *
     * @throws AssertionError when something happens that must not; the message names the input
     */
    public void run(List<Corpus.Input> inputs) {
        for (Corpus.Input input : inputs) {
            try {
                run(input.bytes());
            } catch (AssertionError e) {
                throw new AssertionError(input.name(), e);
            }
        }
    }

    /** The inputs that it begins with. */
    @SuppressWarnings("unchecked") // as its class promises
    public List<byte[]> seeds() {
        return (List<byte[]>) call("seeds", new Class<?>[0]);
    }

    private Object call(String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = type.getMethod(name, types);
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(type.getName() + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " is no target", e);
        }
    }

    /** The name alone, for reports. */
    @Override
    public String toString() {
        return name();
    }
}
