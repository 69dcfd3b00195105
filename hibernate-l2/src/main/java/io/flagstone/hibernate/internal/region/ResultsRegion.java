package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Found;
import io.flagstone.hibernate.internal.record.Lease;
import io.flagstone.hibernate.internal.record.Marks;
import io.flagstone.hibernate.internal.record.RecordOptions;
import io.flagstone.hibernate.internal.record.Records;
import io.flagstone.hibernate.internal.value.ResultCodec;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.failure.FlagstoneException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** Results of queries, each under the stamp that was known when its transaction began. */
public final class ResultsRegion extends SharedRegion implements QueryResultsRegion {

    /** Queries whose tables are remembered; those of others are asked for one by one. A guess. */
    private static final int MOST_QUERIES = 10_000;

    private final Records records;
    private final ResultCodec codec;

    /** The tables whose marks are asked for after a result of this query, as far as that has been seen. */
    private final Map<String, Set<String>> tables = new ConcurrentHashMap<>();

    public ResultsRegion(String name, RegionContext context, SessionFactoryImplementor sessions) {
        super(name, context);
        CacheOptions options = context.options(name);
        RecordOptions recordOptions = context.recordOptions(options);
        this.records =
                new Records(context.space(name, "results", options, List.of()), recordOptions, context.sightings());
        this.codec = new ResultCodec(sessions, options, context.client().allowedClasses(), context.loader());
    }

    @Override
    public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
        SessionState state = SessionState.of(session);
        try {
            Object wire = codec.key(key, session.getTenantIdentifier());
            Set<String> asked = tables(key);
            state.looks();
            Found found = look(wire, List.copyOf(asked), state);
            state.note(records, wire, found.lease());
            byte[] payload = found.payload();
            if (payload == null) {
                context().resultMissing();
                return null;
            }
            ResultCodec.Result result = codec.result(payload);
            state.reads(result.stamp(), asked);
            return result.item();
        } catch (FlagstoneException e) {
            trouble().reading(e);
            return null;
        }
    }

    private Set<String> tables(Object key) {
        String query = codec.query(key);
        if (query == null || (tables.size() >= MOST_QUERIES && !tables.containsKey(query))) {
            return new HashSet<>();
        }
        return tables.computeIfAbsent(query, text -> ConcurrentHashMap.newKeySet());
    }

    private Found look(Object wire, List<String> asked, SessionState state) {
        Marks marks = context().marks();
        return marks == null || asked.isEmpty()
                ? records.get(wire)
                : records.getWith(wire, marks, asked, state::readAhead);
    }

    @Override
    public void putIntoCache(Object key, Object item, SharedSessionContractImplementor session) {
        SessionState state = SessionState.of(session);
        long stamp = state.getCachingTimestamp();
        try {
            Object wire = codec.key(key, session.getTenantIdentifier());
            SessionState.Noted noted = state.take(records, wire);
            Lease lease = noted == null ? null : noted.lease();
            if (lease == null) {
                // the query was told not to look, so what is there is not wanted
                records.bury(wire, state.takeSeen(records, wire));
            } else if (stamp > 0) {
                records.fill(lease, codec.bytes(item, stamp), state.began());
            }
        } catch (FlagstoneException e) {
            trouble().encoding(e);
        }
    }

    @Override
    public void clear() {
        try {
            records.clear();
        } catch (FlagstoneException e) {
            trouble().reading(e);
        }
    }
}
