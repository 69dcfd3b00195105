package io.flagstone.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A child that answers each line with the same line and ends with status 7 on {@code end}. */
final class Echo {
    private Echo() {}

    public static void main(String[] args) throws IOException {
        System.err.println("a complaint");
        System.out.println("arguments " + String.join(",", args) + " heap "
                + Runtime.getRuntime().maxMemory());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals("end")) {
                System.exit(7);
            }
            System.out.println("echo " + line);
        }
    }
}
