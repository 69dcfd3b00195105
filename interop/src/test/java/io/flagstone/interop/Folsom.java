package io.flagstone.interop;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.BinaryMemcacheClient;
import com.spotify.folsom.ConnectFuture;
import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** folsom, in either protocol. */
final class Folsom implements JavaClient {
    private final MemcacheClient<String> client;

    Folsom(int port, boolean binary) throws Exception {
        MemcacheClientBuilder<String> builder =
                MemcacheClientBuilder.newStringClient().withAddress("127.0.0.1", port);
        this.client = binary ? builder.connectBinary() : builder.connectAscii();
        ConnectFuture.connectFuture(client).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static boolean done(CompletionStage<MemcacheStatus> stage) throws Exception {
        return got(stage) == MemcacheStatus.OK;
    }

    @Override
    public boolean set(String key, String value, int expiry) throws Exception {
        return done(client.set(key, value, expiry));
    }

    @Override
    public @Nullable String get(String key) throws Exception {
        return got(client.get(key));
    }

    @Override
    public boolean delete(String key) throws Exception {
        return done(client.delete(key));
    }

    @Override
    public boolean add(String key, String value) throws Exception {
        return done(client.add(key, value, 0));
    }

    @Override
    public boolean replace(String key, String value) throws Exception {
        return done(client.replace(key, value, 0));
    }

    @Override
    public long increment(String key, long delta) throws Exception {
        return client instanceof BinaryMemcacheClient<String> binary
                ? got(binary.incr(key, delta, 0, 0))
                : got(((AsciiMemcacheClient<String>) client).incr(key, delta));
    }

    @Override
    public long decrement(String key, long delta) throws Exception {
        return client instanceof BinaryMemcacheClient<String> binary
                ? got(binary.decr(key, delta, 0, 0))
                : got(((AsciiMemcacheClient<String>) client).decr(key, delta));
    }

    @Override
    public Seen gets(String key) throws Exception {
        GetResult<String> seen = got(client.casGet(key));
        return new Seen(seen.getValue(), seen.getCas());
    }

    @Override
    public boolean cas(String key, String value, long token) throws Exception {
        return done(client.set(key, value, 0, token));
    }

    @Override
    public Map<String, String> many(Collection<String> keys) throws Exception {
        return got(client.getAsMap(new ArrayList<>(keys)));
    }

    @Override
    public boolean touch(String key, int expiry) throws Exception {
        return done(client.touch(key, expiry));
    }

    @Override
    public boolean append(String key, String value) throws Exception {
        return done(client.append(key, value));
    }

    @Override
    public boolean prepend(String key, String value) throws Exception {
        return done(client.prepend(key, value));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
