package io.flagstone.provider.internal.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Documents on nodes, of anybody's making: understood, and then written again alike, or refused. */
public final class DocumentFuzz {

    private static final NodeAddress A = new NodeAddress("a", "host-a", 11211, 1);
    private static final NodeAddress B = new NodeAddress("b", "host-b", 11211, 2.5);
    private static final String SELF = NodeListing.identity(A);
    private static final Tables TABLES = new Tables();
    private static final DocumentFormat FORMAT = new DocumentFormat("s", TABLES);

    private DocumentFuzz() {}

    public static List<byte[]> seeds() {
        AtomicLong numbers = new AtomicLong(100);
        View one = View.of(7, 1, List.of(A), TABLES);
        View two = View.of(7, 2, List.of(A, B), TABLES);
        Document first = Document.first(SELF, one);
        Document fresh = first.under(one, 3, numbers::incrementAndGet);
        return List.of(
                FORMAT.encode(first),
                FORMAT.encode(fresh),
                FORMAT.encode(fresh.proposing(two, 4, false, numbers::incrementAndGet)),
                FORMAT.encode(fresh.proposing(two, 4, true, numbers::incrementAndGet)
                        .under(two, 5, numbers::incrementAndGet)
                        .warmedBy(one)));
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Document document;
        try {
            document = FORMAT.decode(input, SELF);
        } catch (ConfigurationProblem e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        Document again = FORMAT.decode(FORMAT.encode(document), SELF);
        assertThat(again.view()).isEqualTo(document.view());
        assertThat(again.eras()).isEqualTo(document.eras());
        assertThat((Object) again.warm()).isEqualTo(document.warm());
    }
}
