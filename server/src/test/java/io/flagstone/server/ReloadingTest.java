package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.flagstone.server.config.OptionException;
import io.flagstone.server.internal.observe.Happening;
import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.observe.Happenings;
import org.junit.jupiter.api.Test;

/** Files that are read while the node runs show among the console's events. */
class ReloadingTest {

    private final Happenings happenings = new Happenings(() -> 0);

    @Test
    void whatWasReadAgainIsAnEvent() {
        assertThat(Reloading.failure("certificates", () -> {}, happenings)).isNull();
        assertThat(happenings.latest())
                .extracting(Happening::kind, Happening::text)
                .containsExactly(tuple(Kind.SETTINGS, "certificates were read again"));
    }

    @Test
    void whatCouldNotBeReadIsAFaultThatNamesNoFile() {
        String wrong = Reloading.failure(
                "certificates",
                () -> {
                    throw new OptionException("tls_cert: /etc/secret.pem has no certificate");
                },
                happenings);
        assertThat(wrong).contains("/etc/secret.pem");
        Happening event = happenings.latest().get(0);
        assertThat(event.kind()).isEqualTo(Kind.FAULT);
        assertThat(event.text())
                .startsWith("certificates could not be read again")
                .doesNotContain("secret");
    }
}
