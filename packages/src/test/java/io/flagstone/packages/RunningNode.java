package io.flagstone.packages;

import io.flagstone.testkit.process.JvmProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that a package has brought, running on a free port. */
final class RunningNode implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile(" address=\\S+:(\\d+)");

    private final JvmProcess process;
    private final String readyLine;

    private RunningNode(JvmProcess process, String readyLine) {
        this.process = process;
        this.readyLine = readyLine;
    }

    /** Starts it by this command, and waits for its ready line. */
    static RunningNode start(List<String> command) {
        JvmProcess process = JvmProcess.start(command);
        return new RunningNode(
                process, process.awaitLine(line -> line.startsWith("flagstone ready: "), Duration.ofMinutes(1)));
    }

    String readyLine() {
        return readyLine;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        Matcher address = ADDRESS.matcher(readyLine);
        if (!address.find()) {
            throw new AssertionError(readyLine);
        }
        return Integer.parseInt(address.group(1));
    }

    /** Sends lines, and answers as many as were asked for. */
    String talk(String request, int lines) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                answer.append(in.readLine()).append('\n');
            }
            return answer.toString();
        } catch (IOException e) {
            throw new AssertionError(process.describe(), e);
        }
    }

    /** Ends it as a service manager does, and answers its status. */
    int terminate() {
        Shell.lines("kill", "-TERM", String.valueOf(process.pid()));
        return process.awaitExit(Duration.ofMinutes(1));
    }

    /** With what runs under it: a change of user takes away from a child that it would end with its parent. */
    @Override
    public void close() {
        ProcessHandle.of(process.pid())
                .ifPresent(parent -> parent.descendants().forEach(ProcessHandle::destroyForcibly));
        process.close();
    }
}
