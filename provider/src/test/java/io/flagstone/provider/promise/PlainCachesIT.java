package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.NotEncodable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain caches hold what applications in other languages write, and write what those can read. */
class PlainCachesIT {

    /** A client in another language, as far as the wire shows: bare keys, client flags as the Python clients use them. */
    private static final class Foreign implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Foreign(Engine engine) throws IOException {
            String place = engine.nodes();
            socket = new Socket("127.0.0.1", Integer.parseInt(place.substring(place.indexOf(':') + 1)));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        String say(String words) throws IOException {
            socket.getOutputStream().write(words.getBytes(UTF_8));
            return in.readLine();
        }

        String get(String key) throws IOException {
            String head = say("get " + key + "\r\n");
            if (head.equals("END")) {
                return "nothing";
            }
            String value = in.readLine();
            in.readLine();
            return head.split(" ", 4)[2] + ":" + value;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Cache<String, Object> plain(Engine engine, String prefix) {
        return engine.set("flagstone.cache.plain.mode", "plain")
                .set("flagstone.cache.plain.prefix", prefix)
                .client()
                .createCache("plain", new MutableConfiguration<String, Object>());
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void bothSidesReadWhatTheOtherWrites(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1);
                Foreign python = new Foreign(engine)) {
            String prefix = kind + ":";
            Cache<String, Object> java = plain(engine, prefix);
            assertThat(python.say("set " + prefix + "text 16 0 7\r\nGrüße\r\n")).isEqualTo("STORED");
            python.say("set " + prefix + "number 2 0 2\r\n42\r\n");
            assertThat(java.get("text")).isEqualTo("Grüße");
            assertThat(java.get("number")).isEqualTo(42);
            java.put("answer", "vierzig");
            java.put("count", 7L);
            assertThat(python.get(prefix + "answer")).isEqualTo("16:vierzig");
            assertThat(python.get(prefix + "count")).isEqualTo("4:7");
            assertThat(python.say("incr " + prefix + "count 3\r\n")).isEqualTo("10");
            assertThat(java.get("count")).isEqualTo(10L);
            assertThat(java.replace("count", 10L, 11L)).isTrue();
            Object next = java.invoke("count", (entry, ignored) -> {
                entry.setValue((Long) entry.getValue() + 1);
                return entry.getValue();
            });
            assertThat(next).isEqualTo(12L);
            assertThat(java.remove("answer")).isTrue();
            assertThat(python.get(prefix + "answer")).isEqualTo("nothing");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void clearRemovesThePrefixAndNothingElse(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1);
                Foreign python = new Foreign(engine)) {
            Cache<String, Object> java = plain(engine, kind + "-ours:");
            python.say("set " + kind + "-theirs 0 0 1\r\nx\r\n");
            for (int i = 0; i < 50; i++) {
                java.put("k" + i, "value");
            }
            java.clear();
            assertThat(java.iterator().hasNext()).isFalse();
            assertThat(python.get(kind + "-theirs")).isEqualTo("0:x");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatOtherLanguagesCouldNotReadIsRefused(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<String, Object> java = plain(engine, kind + "!");
            assertThatThrownBy(() -> java.put("a blank", "v")).isInstanceOf(NotEncodable.class);
            assertThatThrownBy(() -> java.put("k", 1.5)).isInstanceOf(NotEncodable.class);
            Store store = new Store();
            assertThatThrownBy(() -> engine.client().createCache("plain", store.through()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("plain");
        }
    }
}
