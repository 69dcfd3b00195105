package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The keys of one cache of one client, with values as text. */
final class Keys {

    private final TestClient client;
    private final Space space;

    Keys(TestClient client) {
        this(client, client.cluster().space("cache", "cacheid".getBytes(US_ASCII)));
    }

    Keys(TestClient client, Space space) {
        this.client = client;
        this.space = space;
    }

    static SpaceKey key(String name) {
        return new SpaceKey(name.getBytes(US_ASCII));
    }

    Space space() {
        return space;
    }

    Deadline deadline() {
        return client.cluster().deadline();
    }

    Exchange run(String key, Exchange.Command command) {
        Exchange exchange = new Exchange(key(key), command.on(new byte[] {'k'}).verb(), command);
        space.run(exchange, deadline());
        return exchange;
    }

    Exchange set(String key, String value) {
        return run(key, wire -> Request.set(wire, value.getBytes(US_ASCII), Request.Mode.SET, 0, 0, 0));
    }

    /** The value, or null for a miss; throws what the exchange failed of. */
    @Nullable
    String get(String key) {
        Reply reply = run(key, Request::get).reply();
        byte[] value = reply.value();
        return value == null ? null : new String(value, US_ASCII);
    }

    /** Its value once the node answers again. */
    String getWhenUp(String key) {
        AtomicBoolean up = new AtomicBoolean();
        List<String> values = new ArrayList<>();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
            try {
                values.add(String.valueOf(get(key)));
                up.set(true);
            } catch (FlagstoneException e) {
                // not up yet
            }
            return up.get();
        });
        return values.get(0);
    }

    /** Returns when calls fail at once. */
    void awaitDown() {
        await().until(() -> run("probe", Request::get).failure() instanceof NodeUnavailable failure
                && String.valueOf(failure.getMessage()).contains("is down"));
    }
}
