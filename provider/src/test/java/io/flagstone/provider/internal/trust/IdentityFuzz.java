package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** What a node says of itself or of a cache, by anybody: a statement that is written again alike, or none. */
public final class IdentityFuzz {

    private IdentityFuzz() {}

    public static List<byte[]> seeds() {
        byte[] whole = new Identity("prod", "orders1", 3, "0123456789abcdef").encoded();
        return Stream.concat(
                        Stream.of(whole),
                        Stream.of(
                                        "flagstone node\nnode x\nnodes 0\n",
                                        "flagstone node\r\nnode  y \nnodes 1234567890\n",
                                        "flagstone copies\ncopies 2\n",
                                        "")
                                .map(text -> text.getBytes(UTF_8)))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Identity identity = Identity.parse(input);
        if (identity != null) {
            assertThat(Identity.parse(identity.encoded())).isEqualTo(identity);
            assertThat(identity.isOfOtherCluster(identity)).isFalse();
            assertThat(identity.isOtherNode(identity)).isFalse();
        }
        CopyCount count = CopyCount.parse(input);
        if (count != null) {
            assertThat(identity).isNull();
            assertThat(CopyCount.parse(count.encoded())).isEqualTo(count);
        }
    }
}
