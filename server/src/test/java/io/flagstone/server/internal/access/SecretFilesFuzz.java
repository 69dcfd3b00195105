package io.flagstone.server.internal.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of passwords and of rights: read, or refused with a reason; and what was read counts as it stands there. */
public final class SecretFilesFuzz {
    private SecretFilesFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "bob:secret\nalice:a:b\nbob:new\n",
                        "bob secret\n",
                        ":x\nx:\n",
                        "u".repeat(256) + ":x\n",
                        "# names\nshop shop: read,write,delete\nops * read,write,delete,admin,watch,flush\n",
                        "a %2a%41 read\na %zz read\n",
                        "a b: admin\n",
                        "ä ü read\n")
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Files.createTempFile("fuzz", ".txt");
        try {
            Files.write(file, input);
            passwords(file, input);
            rights(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void passwords(Path file, byte[] input) {
        Passwords passwords;
        try {
            passwords = Passwords.read("auth_file", file);
        } catch (OptionException e) {
            return;
        }
        for (String line : new String(input, ISO_8859_1).lines().toList()) {
            byte[] in = line.getBytes(ISO_8859_1);
            int colon = line.indexOf(':');
            String user = SecretFile.text(line.substring(0, colon));
            assertThat(passwords.user(in, 0, colon, colon + 1, in.length - colon - 1))
                    .isEqualTo(user);
            assertThat(passwords.user(in, 0, colon, colon + 1, 0))
                    .as("an empty password")
                    .isNull();
        }
    }

    private static void rights(Path file) {
        Rights rights;
        try {
            rights = Rights.read("rights", file);
        } catch (OptionException e) {
            return;
        }
        assertThat(rights.of("nobody at all")).isSameAs(Grants.NONE);
    }
}
