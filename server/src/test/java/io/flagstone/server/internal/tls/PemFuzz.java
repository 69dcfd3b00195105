package io.flagstone.server.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Files of certificates and keys: read, or refused with a reason. */
public final class PemFuzz {
    private PemFuzz() {}

    public static List<byte[]> seeds() {
        String body = Base64.getMimeEncoder().encodeToString(new byte[100]);
        return Stream.of(
                        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
                        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
                        "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----\n",
                        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
                                + "-----END PRIVATE KEY-----\n",
                        "no marks")
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path file = Files.createTempFile("fuzz", ".pem");
        try {
            Files.write(file, input);
            Pem pem = Pem.read("ssl_key", file);
            try {
                assertThat(pem.key().getAlgorithm()).isNotEmpty();
            } catch (OptionException e) {
                assertThat(e).hasMessageStartingWith("ssl_key: ");
            }
            try {
                assertThat(pem.certificates()).isNotEmpty();
            } catch (OptionException e) {
                assertThat(e).hasMessageStartingWith("ssl_key: ");
            }
        } finally {
            Files.delete(file);
        }
    }
}
