package io.flagstone.server.cli;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which operators have files read again, and SIGUSR1, by which a node ends and leaves its items behind. The
 * JDK has no supported way to hear a signal; this goes by reflection to the one that all its builds have
 * ({@code jdk.unsupported}), and where it is missing, signals do what they do to any program.
 */
final class Signals {
    private Signals() {}

    /** Has this run at every signal of this name, without SIG, in a thread of its own. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (p, method, args) -> {
                        return answer(p, method.getName(), args, action);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Another system, or a JVM that keeps its signals for itself (-Xrs): refresh_certs, --save and a restart
            // remain.
        }
    }

    @SuppressWarnings("ReferenceEquality") // what Object.equals does, which a proxy has to be told
    private static Object answer(Object proxy, String method, Object[] arguments, Runnable action) {
        return switch (method) {
            case "handle" -> {
                action.run();
                yield "handled";
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> Signals.class.getName();
        };
    }
}
