package io.flagstone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The promises, asked of a Java client. */
final class JavaPromises {
    private static final String LARGE = "0123456789".repeat(50_000);
    private static final String UNICODE = "Gr\u00fc\u00dfe, \u4e16\u754c \ud83c\udf0d";

    private final JavaClient client;

    JavaPromises(JavaClient client) {
        this.client = client;
    }

    /** Fails unless the promise is kept. */
    void check(Promise promise) throws Exception {
        switch (promise) {
            case STORES -> stores();
            case MISSES -> assertThat(client.get("misses")).isNull();
            case DELETES -> deletes();
            case ADDS -> adds();
            case COUNTS -> counts();
            case COMPARES -> compares();
            case LARGE -> comesBack(LARGE);
            case UNICODE -> comesBack(UNICODE);
            case MANY -> many();
            case TOUCHES -> touches();
            case APPENDS -> appends();
            case EXPIRES -> expires();
        }
    }

    private void comesBack(String value) throws Exception {
        assertThat(client.set("value", value)).isTrue();
        assertThat(client.get("value")).isEqualTo(value);
    }

    private void stores() throws Exception {
        comesBack("value");
        comesBack("other");
    }

    private void deletes() throws Exception {
        assertThat(client.set("deletes", "value")).isTrue();
        assertThat(client.delete("deletes")).isTrue();
        assertThat(client.delete("deletes")).isFalse();
        assertThat(client.get("deletes")).isNull();
    }

    private void adds() throws Exception {
        assertThat(client.replace("adds", "value")).isFalse();
        assertThat(client.add("adds", "value")).isTrue();
        assertThat(client.add("adds", "other")).isFalse();
        assertThat(client.replace("adds", "third")).isTrue();
        assertThat(client.get("adds")).isEqualTo("third");
    }

    private void counts() throws Exception {
        assertThat(client.set("counts", "5")).isTrue();
        assertThat(client.increment("counts", 10)).isEqualTo(15);
        assertThat(client.decrement("counts", 3)).isEqualTo(12);
        assertThat(client.decrement("counts", 100)).isZero();
    }

    private void compares() throws Exception {
        assertThat(client.set("compares", "value")).isTrue();
        JavaClient.Seen seen = client.gets("compares");
        assertThat(seen.value()).isEqualTo("value");
        assertThat(client.cas("compares", "second", seen.token())).isTrue();
        assertThat(client.cas("compares", "third", seen.token())).isFalse();
        assertThat(client.get("compares")).isEqualTo("second");
    }

    private void many() throws Exception {
        Map<String, String> entries =
                IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "many" + i, i -> "value" + i));
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            assertThat(client.set(entry.getKey(), entry.getValue())).isTrue();
        }
        List<String> keys = IntStream.range(0, 110).mapToObj(i -> "many" + i).toList();
        assertThat(client.many(keys)).isEqualTo(entries);
    }

    private void touches() throws Exception {
        assertThat(client.set("touches", "value")).isTrue();
        assertThat(client.touch("touches", 1000)).isTrue();
        assertThat(client.touch("touches-not", 1000)).isFalse();
        assertThat(client.get("touches")).isEqualTo("value");
    }

    private void appends() throws Exception {
        assertThat(client.set("appends", "b")).isTrue();
        assertThat(client.append("appends", "c")).isTrue();
        assertThat(client.prepend("appends", "a")).isTrue();
        assertThat(client.get("appends")).isEqualTo("abc");
    }

    private void expires() throws Exception {
        int past = (int) Instant.now().getEpochSecond() - 10;
        assertThat(client.set("expires", "value", past)).isTrue();
        assertThat(client.get("expires")).isNull();
    }
}
