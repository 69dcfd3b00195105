package io.flagstone.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {
    @TempDir
    Path directory;

    private static @Nullable String user(Passwords passwords, String user, String password) {
        byte[] bytes = Wire.bytes(user + password);
        return passwords.user(bytes, 0, user.length(), user.length(), password.length());
    }

    @Test
    void userAndPasswordBelongTogetherByteForByte() {
        Path file = Certificates.write(directory.resolve("users"), "a:bc\r\nab:c\nb:x:y\nb: new \n");
        Passwords passwords = Passwords.read("auth_file", file);
        assertThat(user(passwords, "a", "bc")).isEqualTo("a");
        assertThat(user(passwords, "ab", "c")).isEqualTo("ab");
        assertThat(user(passwords, "b", "x:y")).isEqualTo("b");
        assertThat(user(passwords, "b", " new ")).isEqualTo("b");
        for (List<String> wrong : List.of(
                List.of("", "abc"), List.of("abc", ""), List.of("a", "b"), List.of("b", "new"), List.of("A", "bc"))) {
            assertThat(user(passwords, wrong.get(0), wrong.get(1))).isNull();
        }
    }

    @Test
    void nothingSecretIsInATextOfTheirs() {
        Path users = Certificates.write(directory.resolve("users"), "alice:hunter2\n");
        Path rights = Certificates.write(directory.resolve("rights"), "alice shop: read\n");
        NodeOptions options =
                NodeOptions.defaults().with("auth_file", users.toString()).with("rights", rights.toString());
        Access access = Access.of(options, System::nanoTime);
        Visitor visitor = Objects.requireNonNull(access.visitor(null));
        byte[] login = Wire.bytes("alicehunter2");
        assertThat(visitor.logIn(login, 0, 5, 5, 7)).isEqualTo(Verdict.LET_IN);
        for (Object one : new Object[] {
            Passwords.read("auth_file", users), Rights.read("rights", rights), access, visitor, options
        }) {
            assertThat(one.toString()).doesNotContain("hunter2", "alice", "shop:");
        }
    }
}
