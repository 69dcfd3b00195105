package io.flagstone.server;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.KeyHashProvider;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StorageEngineProvider;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds engines and hashes by name. */
final class Providers {
    private Providers() {}

    static StorageEngine engine(NodeOptions options, EngineContext context) {
        return find(StorageEngineProvider.class, Option.STORAGE_ENGINE, options, StorageEngineProvider::name)
                .open(context);
    }

    static KeyHash keyHash(NodeOptions options) {
        return find(KeyHashProvider.class, Option.KEY_HASH, options, KeyHashProvider::name)
                .create(new SecureRandom().nextLong());
    }

    /** Looks among the providers this class's loader sees first, then among those of the calling thread's. */
    private static <P> P find(Class<P> type, Option option, NodeOptions options, Function<P, String> nameOf) {
        String wanted = options.text(option);
        Set<String> names = new TreeSet<>();
        for (ClassLoader loader : loaders()) {
            for (P provider : ServiceLoader.load(type, loader)) {
                if (nameOf.apply(provider).equals(wanted)) {
                    return provider;
                }
                names.add(nameOf.apply(provider));
            }
        }
        throw new OptionException(
                option.key() + ": " + wanted + " is not on the class path; there are " + String.join(", ", names));
    }

    private static Set<ClassLoader> loaders() {
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(Providers.class.getClassLoader());
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        return loaders;
    }
}
