package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Transport;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.placement.HotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The nodes of one manager. */
public final class Cluster implements AutoCloseable {

    /** A walk over a million items takes seconds, and several clients may want one. A guess. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] NOTHING = {};

    private final LinkOptions options;
    private final Clock clock;
    private final Placement placement;
    private final Transport transport;
    private final @Nullable Heat heat;
    private final List<Member> members = new ArrayList<>();

    /** Connects to all nodes, without waiting for any. */
    public Cluster(List<NodeAddress> nodes, Placement placement, LinkOptions options, HotKeys hotKeys, Clock clock) {
        this.heat = hotKeys == HotKeys.OFF ? null : new Heat(clock, hotKeys == HotKeys.NAMED);
        this.options = options;
        this.clock = clock;
        this.placement = placement;
        this.transport = new Transport(options.threads());
        for (NodeAddress node : nodes) {
            members.add(new Member(node, options, transport, clock));
        }
        members.forEach(Member::start);
    }

    /** Which node owns which key. */
    public Placement placement() {
        return placement;
    }

    public Clock clock() {
        return clock;
    }

    /** A call for this key begins. */
    void called(Space space, SpaceKey key) {
        if (heat != null) {
            heat.called(space, key);
        }
    }

    /** The keys that were called for most of late, the hottest first; none where nobody looks. */
    public List<HotKey> hottest() {
        return heat == null ? List.of() : heat.hottest();
    }

    /** The end of a call that begins now. */
    public Deadline deadline() {
        return Deadline.in(clock, options.timeout().toNanos());
    }

    /** The end of something that the node does for one client at a time. */
    Deadline patience() {
        return Deadline.in(clock, PATIENCE.toNanos());
    }

    /**
     * The keys of one cache, under a generation.
     *
     * @param name the cache's, for those who watch it
     * @param cacheId what its keys begin with: printable, without blanks and colons
     */
    public Space space(String name, byte[] cacheId) {
        return space(
                name,
                member -> new GenerationShare(member, cacheId, clock),
                cacheId.length + GenerationShare.OVERHEAD,
                NOTHING);
    }

    /** The keys of one cache under this prefix and nothing else. */
    public Space plainSpace(String name, byte[] prefix) {
        byte[] hashed = placement.hashesWholeKeys() ? prefix : NOTHING;
        return space(name, member -> new PlainShare(member, prefix), prefix.length, hashed);
    }

    private Space space(String name, Function<Member, Share> share, int keyOverhead, byte[] hashedPrefix) {
        return new Space(this, name, members.stream().map(share).toArray(Share[]::new), keyOverhead, hashedPrefix);
    }

    /** Runs the task on a thread that may block. */
    public void execute(Runnable task) {
        transport.execute(task);
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        transport.close();
    }
}
