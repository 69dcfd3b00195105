package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Marks;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.FlagstoneException;
import java.util.List;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** The marks of tables. */
public final class MarksRegion extends SharedRegion implements TimestampsRegion {

    /** What Hibernate puts when a transaction has ended: the region factory's present moment. */
    public static final long ENDED = 0;

    /** What Hibernate puts when a transaction is about to change a table: the present moment plus the timeout. */
    public static final long BEGINS = 1;

    private final Marks marks;

    private MarksRegion(String name, RegionContext context, Marks marks) {
        super(name, context);
        this.marks = marks;
    }

    /** The region, from which sessions take their stamps from now on. */
    public static MarksRegion open(String name, RegionContext context) {
        CacheOptions options = context.options(name);
        Marks marks = new Marks(
                context.space(name, "marks", options, List.of()),
                context.lock(),
                options.failure() == FailurePolicy.FAIL);
        marks.learn();
        context.marks(marks);
        return new MarksRegion(name, context, marks);
    }

    /** The stamp of the last update, for the result that this session has just read. */
    @Override
    public Long getFromCache(Object table, SharedSessionContractImplementor session) {
        SessionState state = SessionState.of(session);
        return marks.lastUpdate((String) table, state.reading(), state.takeMark((String) table));
    }

    @Override
    public void putIntoCache(Object key, @Nullable Object moment, SharedSessionContractImplementor session) {
        SessionState state = SessionState.of(session);
        String table = (String) key;
        if (!Long.valueOf(BEGINS).equals(moment)) {
            state.changed(table);
            marks.changed(table, state.id());
        } else if (state.changes(table)) {
            announce(state, table);
        }
    }

    private void announce(SessionState state, String table) {
        try {
            marks.changing(table, state.id());
        } catch (FlagstoneException e) {
            state.changed(table);
            throw trouble().refused(e);
        }
    }

    @Override
    public void clear() {
        marks.clear();
    }
}
