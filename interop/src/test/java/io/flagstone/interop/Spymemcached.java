package io.flagstone.interop;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.MemcachedClient;
import org.jspecify.annotations.Nullable;

/** spymemcached, in either protocol. */
final class Spymemcached implements JavaClient {
    private final MemcachedClient client;

    Spymemcached(int port, boolean binary) throws IOException {
        this.client = new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(binary ? Protocol.BINARY : Protocol.TEXT)
                        .setOpTimeout(TimeUnit.SECONDS.toMillis(30))
                        .build(),
                AddrUtil.getAddresses("127.0.0.1:" + port));
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Override
    public boolean set(String key, String value, int expiry) throws Exception {
        return got(client.set(key, expiry, value));
    }

    @Override
    public @Nullable String get(String key) {
        return (String) client.get(key);
    }

    @Override
    public boolean delete(String key) throws Exception {
        return got(client.delete(key));
    }

    @Override
    public boolean add(String key, String value) throws Exception {
        return got(client.add(key, 0, value));
    }

    @Override
    public boolean replace(String key, String value) throws Exception {
        return got(client.replace(key, 0, value));
    }

    @Override
    public long increment(String key, long delta) {
        return client.incr(key, delta);
    }

    @Override
    public long decrement(String key, long delta) {
        return client.decr(key, delta);
    }

    @Override
    public Seen gets(String key) {
        CASValue<Object> seen = client.gets(key);
        return new Seen((String) seen.getValue(), seen.getCas());
    }

    @Override
    public boolean cas(String key, String value, long token) {
        return client.cas(key, token, value) == CASResponse.OK;
    }

    @Override
    public Map<String, String> many(Collection<String> keys) throws Exception {
        Map<String, String> found = new HashMap<>();
        got(client.asyncGetBulk(keys)).forEach((key, value) -> found.put(key, (String) value));
        return found;
    }

    @Override
    public boolean touch(String key, int expiry) throws Exception {
        return got(client.touch(key, expiry));
    }

    @Override
    public boolean append(String key, String value) throws Exception {
        return got(client.append(key, value));
    }

    @Override
    public boolean prepend(String key, String value) throws Exception {
        return got(client.prepend(key, value));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
