package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.nodelist.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who has which key of one cache, on the nodes that there are while the list of them changes. */
final class ServingOwners implements Owners {

    private final Lists lists;
    private final byte[] cacheId;
    private final Clock clock;
    private final Map<Member, EraShare> shares = new ConcurrentHashMap<>();
    private final Origins origins;

    ServingOwners(Lists lists, byte[] cacheId, Clock clock) {
        this.lists = lists;
        this.cacheId = cacheId;
        this.clock = clock;
        this.origins = new Origins(lists, this);
    }

    EraShare on(Member member) {
        EraShare known = shares.get(member);
        return known != null ? known : added(member);
    }

    private EraShare added(Member member) {
        shares.keySet().removeIf(Member::isClosed);
        return shares.computeIfAbsent(member, m -> new EraShare(m, cacheId, clock, lists, this));
    }

    @Override
    public Share shareOf(SpaceKey key) {
        return on(lists.owner(key));
    }

    @Override
    public Collection<Share> all() {
        List<Share> all = new ArrayList<>();
        lists.view().nodes().forEach(node -> all.add(on(lists.member(node))));
        return all;
    }

    @Override
    public boolean await(Deadline deadline) {
        return lists.await(deadline);
    }

    @Override
    public void owe(SpaceKey key) {
        lists.owe(this, key);
    }

    /** In one step on every node of a list, after which nothing had followed it. */
    @Override
    public List<FlagstoneException> clear(Deadline deadline) {
        return new Clearing(lists, this).run(deadline);
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public void free(List<Exchange> exchanges, Deadline deadline) {
        if (lists.warmUps().size() > 0) {
            origins.free(exchanges, deadline);
        }
    }

    /** Where the key's entry may be taken over from, as far as is known without asking; otherwise null. */
    @Nullable
    Origin origin(SpaceKey key) {
        View view = lists.view();
        return view.isNone()
                ? null
                : on(lists.member(view.owner(lists.slot(key)))).origin(key);
    }
}
