package io.flagstone.provider.internal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Keys;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.seal.AesSeal;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.trust.Agreement;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Opens the entries of caches. */
public final class EntryStores {

    /** memcached's limit. */
    private static final int LONGEST_WIRE_KEY = 250;

    private static final int CACHE_ID_BYTES = 8;

    /** What tells the copies of a cache from its entries. No name ends so. */
    private static final String COPIES = "\u0000copies";

    /** The same for what others keep while owners are away. */
    private static final String GUTTER = "\u0000gutter";

    private EntryStores() {}

    /**
     * The entries of one cache.
     *
     * @param namespace what keeps applications apart; with the name it identifies the cache
     * @param allowed what Java serialization may write and read
     * @param loader where classes are found
     * @param slides whether reads may move the ends of entries
     * @param counters what it counts by
     */
    public static EntryStore open(
            Cluster cluster,
            String namespace,
            String name,
            CacheOptions options,
            ClassAllowList allowed,
            ClassLoader loader,
            boolean slides,
            CacheCounters counters) {
        boolean plain = options.mode() == CacheMode.PLAIN;
        if (plain && options.copies() > 1) {
            throw new ConfigurationProblem("cache " + name + " has mode=plain and copies=" + options.copies()
                    + ": other languages' clients would change entries and not their copies");
        }
        if (plain && options.sealing().keys() != null) {
            throw new ConfigurationProblem(
                    "cache " + name + " has mode=plain and encryption: other languages' clients could not read it");
        }
        byte[] id = cacheId(namespace, name, "");
        byte[] copiesId = cacheId(namespace, name, COPIES);
        Agreement agreement = plain ? null : cluster.agreement(name, id, copiesId, options.copies());
        Space space =
                plain ? cluster.plainSpace(name, options.prefix().getBytes(UTF_8)) : cluster.space(name, id, agreement);
        int longestKey = LONGEST_WIRE_KEY - space.keyOverhead();
        Path secrets = options.sealing().keys();
        AesSeal aes = secrets == null ? null : new AesSeal(secrets, cluster.clock());
        Seal seal = aes == null ? Seal.NONE : aes;
        Keys keys = plain
                ? Keys.plain(longestKey)
                : aes != null && options.sealing().hidesKeys()
                        ? Keys.hidden(allowed, loader, aes.hiding())
                        : Keys.canonical(allowed, loader, longestKey);
        Values values = new Values(options, allowed, loader);
        ItemFormat format = plain ? new PlainFormat() : new EnvelopeFormat(slides, stale(options));
        Copies copies = null;
        if (options.copies() > 1) {
            List<Space> replicas = cluster.copies(name, copiesId, options.copies(), agreement);
            copies = new Copies(cluster, space, replicas, format, seal, options.failure(), counters);
        }
        Gutter gutter = options.failure() == FailurePolicy.GUTTER
                ? gutter(cluster, space, name, cacheId(namespace, name, GUTTER), options, seal)
                : null;
        WarmReads warmReads = space.takesOver()
                ? new WarmReads(space, format, seal, cluster.clock(), counters, options.failure() == FailurePolicy.FAIL)
                : null;
        return new EntryStore(
                cluster, space, keys, values, format, seal, new EntryStore.Elsewhere(copies, gutter, warmReads));
    }

    private static Gutter gutter(
            Cluster cluster, Space owners, String name, byte[] cacheId, CacheOptions options, Seal seal) {
        if (options.copies() > 1 || options.mode() == CacheMode.PLAIN) {
            throw new ConfigurationProblem("cache " + name + " has failure=gutter and "
                    + (options.copies() > 1 ? "copies=" + options.copies() : "mode=plain")
                    + ": entries are kept on other nodes only where neither is so; use failure=miss or fail");
        }
        Space space = cluster.gutter(name, cacheId);
        ItemFormat format = new ShortLived(
                new EnvelopeFormat(false, 0),
                cluster.clock(),
                options.gutterTtl().toMillis());
        Mover mover = new Mover(cluster, space, format, seal, null);
        return new Gutter(cluster.clock(), owners, space, format, seal, mover);
    }

    private static long stale(CacheOptions options) {
        Duration stale = options.staleWhileRevalidate();
        return stale == null ? 0 : stale.toMillis();
    }

    /** Eleven characters that stand for a cache: names alone can be longer than a key may be. */
    private static byte[] cacheId(String namespace, String name, String part) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(namespace.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(name.getBytes(UTF_8));
            byte[] hash = digest.digest(part.getBytes(UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, CACHE_ID_BYTES))
                    .getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
