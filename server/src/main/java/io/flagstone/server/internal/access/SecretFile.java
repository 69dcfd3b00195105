package io.flagstone.server.internal.access;

import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of passwords or rights, line by line. What is wrong with it is said without a word of what stands in it. */
final class SecretFile {
    private static final long SIZE_MAX = 4 << 20;

    private final String option;
    private final Path file;

    SecretFile(String option, Path file) {
        this.option = option;
        this.file = file;
    }

    /** Its lines; each character is a byte. */
    List<String> lines() {
        try {
            if (Files.size(file) > SIZE_MAX) {
                throw new OptionException(option + ": " + file + " is too large; allowed: 4 MiB");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new OptionException(option + ": " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a file that the node's user may read");
        }
    }

    /** Line {@code index}, counted from 0, is wrong. */
    OptionException wrong(int index, String what) {
        return new OptionException(option + ": " + file + ", line " + (index + 1) + ": " + what);
    }

    /** The file as a whole is wrong. */
    OptionException wrong(String what) {
        return new OptionException(option + ": " + file + ": " + what);
    }

    /** Text as the rest of the world writes it, out of bytes. */
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
