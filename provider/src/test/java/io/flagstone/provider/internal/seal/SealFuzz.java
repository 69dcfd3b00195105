package io.flagstone.provider.internal.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.clock.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sealed items that we have not sealed do not open; files of keys are read, or refused with a reason. */
public final class SealFuzz {

    private static final byte[] KEY = "c:1:skey".getBytes(US_ASCII);
    private static final byte[] ITEM = "an item".getBytes(US_ASCII);
    private static final AesSeal SEAL = seal();
    /** Random nonces make it another one in each run, and inputs must stay what they are. */
    private static final byte[] CLOSED = SEAL.close(ITEM, KEY);

    private SealFuzz() {}

    private static AesSeal seal() {
        try {
            Path file = Files.createTempFile("fuzz", ".keys");
            file.toFile().deleteOnExit();
            Files.writeString(file, "2026a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
            return new AesSeal(file, Clock.SYSTEM);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "\0\1\2\0\0\0\7",
                        "\u00f2\0052026a" + "n".repeat(12) + "t".repeat(20),
                        "2026b AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nhidden AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                        "# none\n\nx y z\n",
                        "a AAEC\na AAEC\n")
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        assertThat(SEAL.open(input, KEY)).as("what anybody made").isNull();
        assertThat(SEAL.open(CLOSED, KEY)).isEqualTo(ITEM);
        byte[] damaged = CLOSED.clone();
        boolean changes = false;
        for (int i = 0; i < input.length && i < damaged.length; i++) {
            damaged[i] ^= input[i];
            changes |= input[i] != 0;
        }
        if (changes) {
            assertThat(SEAL.open(damaged, KEY)).as("what anybody changed").isNull();
            assertThat(SEAL.open(CLOSED, input)).as("what stood elsewhere").isNull();
        }
        Path file = Files.createTempFile("fuzz", ".keys");
        try {
            Files.write(file, input);
            SealKeys keys = SealKeys.read(file);
            assertThat(keys.keys()).containsKey(keys.closing());
        } catch (ConfigurationProblem e) {
            assertThat(e.getMessage()).isNotBlank();
        } finally {
            Files.delete(file);
        }
    }
}
