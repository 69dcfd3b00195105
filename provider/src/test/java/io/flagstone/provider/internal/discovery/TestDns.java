package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListSource;
import io.flagstone.provider.discovery.SourceContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SRV records that a test makes up, {@code test-dns:name}; what becomes of them is the real source's business. */
public final class TestDns implements NodeListSource {

    private static final Map<String, Resolver> ZONE = new ConcurrentHashMap<>();

    /** Answers a question. */
    @FunctionalInterface
    public interface Resolver {

        /** The records, as text. */
        List<String> records() throws IOException;
    }

    /** From now on this answers for the name. */
    public static void says(String name, Resolver resolver) {
        ZONE.put(name, resolver);
    }

    @Override
    public String scheme() {
        return "test-dns";
    }

    @Override
    public AutoCloseable watch(String location, NodeListListener listener, SourceContext context) {
        return new SrvSource((name, type) -> resolver(name).records()).watch(location, listener, context);
    }

    private static Resolver resolver(String name) throws IOException {
        Resolver resolver = ZONE.get(name);
        if (resolver == null) {
            throw new IOException("nobody answers for " + name);
        }
        return resolver;
    }
}
