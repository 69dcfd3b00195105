package io.flagstone.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import org.jspecify.annotations.Nullable;

/** xmemcached, in either protocol. */
final class Xmemcached implements JavaClient {
    private static final long MILLIS = 30_000;

    private final MemcachedClient client;

    Xmemcached(int port, boolean binary) throws IOException {
        XMemcachedClientBuilder builder =
                new XMemcachedClientBuilder(List.of(new InetSocketAddress("127.0.0.1", port)));
        if (binary) {
            builder.setCommandFactory(new BinaryCommandFactory());
        }
        builder.setOpTimeout(MILLIS);
        this.client = builder.build();
    }

    @Override
    public boolean set(String key, String value, int expiry) throws Exception {
        return client.set(key, expiry, value);
    }

    @Override
    public @Nullable String get(String key) throws Exception {
        return client.get(key);
    }

    @Override
    public boolean delete(String key) throws Exception {
        return client.delete(key);
    }

    @Override
    public boolean add(String key, String value) throws Exception {
        return client.add(key, 0, value);
    }

    @Override
    public boolean replace(String key, String value) throws Exception {
        return client.replace(key, 0, value);
    }

    @Override
    public long increment(String key, long delta) throws Exception {
        return client.incr(key, delta);
    }

    @Override
    public long decrement(String key, long delta) throws Exception {
        return client.decr(key, delta);
    }

    @Override
    public Seen gets(String key) throws Exception {
        GetsResponse<String> seen = client.gets(key);
        return new Seen(seen.getValue(), seen.getCas());
    }

    @Override
    public boolean cas(String key, String value, long token) throws Exception {
        return client.cas(key, 0, value, token);
    }

    @Override
    public Map<String, String> many(Collection<String> keys) throws Exception {
        return client.get(keys);
    }

    @Override
    public boolean touch(String key, int expiry) throws Exception {
        return client.touch(key, expiry);
    }

    @Override
    public boolean append(String key, String value) throws Exception {
        return client.append(key, value);
    }

    @Override
    public boolean prepend(String key, String value) throws Exception {
        return client.prepend(key, value);
    }

    @Override
    public void close() throws IOException {
        client.shutdown();
    }
}
