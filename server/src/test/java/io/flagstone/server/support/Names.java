package io.flagstone.server.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lists of what memcached 1.6.45 knows by name, one a line, as its users see them. */
public final class Names {
    private Names() {}

    /** One of the lists under {@code memcached} in the test resources. */
    public static List<String> of(String list) {
        String resource = "/memcached/" + list + ".txt";
        try (InputStream in = Objects.requireNonNull(Names.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
