package io.flagstone.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file that memcached writes its ports to when {@code MEMCACHED_PORT_FILENAME} names one, a line an address:
 * {@code TCP INET: 11211}. It appears at once and whole, for others wait for it.
 */
final class PortFile {
    /** The environment variable that names it. */
    static final String VARIABLE = "MEMCACHED_PORT_FILENAME";

    private PortFile() {}

    static void write(Path file, List<InetSocketAddress> addresses) {
        StringBuilder text = new StringBuilder();
        for (InetSocketAddress address : addresses) {
            boolean six = address.getAddress() instanceof Inet6Address;
            text.append(six ? "TCP INET6: " : "TCP INET: ")
                    .append(address.getPort())
                    .append('\n');
        }
        Path made = file.resolveSibling(file.getFileName() + ".lck");
        try {
            Files.writeString(made, text);
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot write " + VARIABLE + " " + file, e));
        }
    }
}
