package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.DocumentFormat;
import io.flagstone.provider.internal.nodelist.Posts;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The documents of nodes, over the connections of members: read, stored, and read in short around every batch. */
final class Documents implements Posts, Guard.Fence {

    private final byte[] item;
    private final DocumentFormat format;
    private final Request reading;
    private final Function<NodeAddress, Member> members;
    private final Consumer<Document> heard;
    private final Supplier<Deadline> deadlines;
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /**
     * @param item the key of every node's document
     * @param heard hears of every document that is read or stored
     */
    Documents(
            byte[] item,
            DocumentFormat format,
            Function<NodeAddress, Member> members,
            Consumer<Document> heard,
            Supplier<Deadline> deadlines) {
        this.item = item;
        this.format = format;
        this.reading = Request.token(item);
        this.members = members;
        this.heard = heard;
        this.deadlines = deadlines;
    }

    @Override
    public Request reading() {
        return reading;
    }

    /** What is wrong with documents that were read, node by node; empty where all can be understood. */
    Collection<String> problems() {
        return List.copyOf(problems.values());
    }

    /** Reads the document on this connection; null when it was not answered, or cannot be understood. */
    @Nullable
    Seen read(Member member, Connection connection, Deadline deadline) {
        return read(member, connection, Request.get(item), deadline);
    }

    private @Nullable Seen read(Member member, Connection connection, Request request, Deadline deadline) {
        if (deadline.passed()) {
            return null;
        }
        Waiter waiter = new Waiter(1);
        Call call = new Call(request, null, connection.incarnation(), waiter);
        connection.submit(call);
        if (!waiter.await(deadline)) {
            member.gaveUp(call);
        }
        return seen(member, call);
    }

    private @Nullable Seen seen(Member member, Call call) {
        Reply reply = call.reply();
        if (call.state() != Call.State.REPLIED || reply == null || reply.status() == Status.REFUSED) {
            return null;
        }
        String identity = NodeListing.identity(member.node());
        byte[] value = reply.value();
        try {
            Document document = value == null || value.length == 0 ? null : format.decode(value, identity);
            problems.remove(identity);
            return learned(member, new Seen(document, reply.cas(), call.incarnation()));
        } catch (ConfigurationProblem e) {
            problems.put(identity, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Seen learned(Member member, Seen seen) {
        member.station().learn(seen);
        Document document = seen.document();
        if (document != null) {
            heard.accept(document);
        }
        return seen;
    }

    @Override
    public Map<String, Seen> readAll(Collection<NodeAddress> nodes) {
        Deadline deadline = deadlines.get();
        Waiter waiter = new Waiter(nodes.size());
        Map<Member, Call> calls = new LinkedHashMap<>();
        for (NodeAddress node : nodes) {
            Member member = members.apply(node);
            try {
                Connection connection = member.connection(deadline);
                boolean known = member.station().on(connection.incarnation()) != null;
                Call call = new Call(known ? reading : Request.get(item), null, connection.incarnation(), waiter);
                connection.submit(call);
                calls.put(member, call);
            } catch (FlagstoneException e) {
                waiter.skip();
            }
        }
        waiter.await(deadline);
        Map<String, Seen> all = new TreeMap<>();
        for (Map.Entry<Member, Call> asked : calls.entrySet()) {
            Member member = asked.getKey();
            Call call = asked.getValue();
            if (call.state() != Call.State.REPLIED) {
                member.gaveUp(call);
            }
            Seen seen = call.request() == reading ? unchanged(member, call, deadline) : seen(member, call);
            if (seen != null) {
                all.put(NodeListing.identity(member.node()), seen);
            }
        }
        return all;
    }

    /** What was read before, if its token is still the item's; otherwise what is there now. */
    private @Nullable Seen unchanged(Member member, Call call, Deadline deadline) {
        Reply reply = call.reply();
        if (call.state() != Call.State.REPLIED || reply == null || reply.status() == Status.REFUSED) {
            return null;
        }
        Seen known = member.station().on(call.incarnation());
        if (known != null && reply.cas() == known.token()) {
            return learned(member, known);
        }
        Connection connection = member.usable();
        return connection == null ? null : read(member, connection, deadline);
    }

    @Override
    public @Nullable Seen read(NodeAddress node) {
        return read(node, Request.get(item));
    }

    @Override
    public @Nullable Seen readForFilling(NodeAddress node) {
        return read(node, Request.getOrClaim(item, Request.NO_TTL));
    }

    private @Nullable Seen read(NodeAddress node, Request request) {
        Member member = members.apply(node);
        Deadline deadline = deadlines.get();
        try {
            return read(member, member.connection(deadline), request, deadline);
        } catch (FlagstoneException e) {
            return null;
        }
    }

    @Override
    public @Nullable Seen write(NodeAddress node, Document document, Seen over) {
        if (over.token() == Request.ANY_CAS) {
            return null;
        }
        Member member = members.apply(node);
        Deadline deadline = deadlines.get();
        Waiter waiter = new Waiter(1);
        Request store = Request.set(item, format.encode(document), Request.Mode.SET, over.token(), 0, Request.NO_TTL);
        Call call = new Call(store, null, over.incarnation(), waiter);
        try {
            member.run(call, waiter, deadline);
        } catch (FlagstoneException e) {
            return null;
        }
        Reply reply = call.reply();
        if (call.state() != Call.State.REPLIED || reply == null || reply.status() != Status.DONE) {
            return null;
        }
        return learned(member, new Seen(document, reply.cas(), call.incarnation()));
    }
}
