package io.flagstone.testkit.process;

import java.io.IOException;

/** A child that starts a child of its own, tells its process id, and ends on the first input without closing it. */
final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException {
        JvmProcess child = JvmProcess.start(Echo.class);
        System.out.println(child.pid());
        if (System.in.read() >= 0) {
            System.exit(0);
        }
    }
}
