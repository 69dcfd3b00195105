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
import io.flagstone.provider.internal.nodelist.Prepared;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
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
        try {
            Seen seen = format.seen(reply.value(), identity, reply.cas(), call.incarnation());
            problems.remove(identity);
            return learned(member, seen);
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
        Call call = stored(node, format.encode(document), over);
        return call == null ? null : confirmed(members.apply(node), document, call);
    }

    /** What is there now, if the call has stored this document. */
    private @Nullable Seen confirmed(Member member, Document document, Call call) {
        Reply reply = call.reply();
        return call.state() != Call.State.REPLIED || reply == null || reply.status() != Status.DONE
                ? null
                : learned(member, new Seen(document, reply.cas(), call.incarnation()));
    }

    private Request storing(byte[] bytes, Seen over) {
        return Request.set(item, bytes, Request.Mode.SET, over.token(), 0, Request.NO_TTL);
    }

    /** Has a node take nothing over any more from owners by this list, on this connection; true when that is so. */
    boolean cool(Member member, Connection connection, View from, Deadline deadline) {
        Seen seen = member.station().on(connection.incarnation());
        if (!takesOver(seen, from)) {
            seen = read(member, connection, deadline);
        }
        while (takesOver(seen, from)) {
            if (deadline.passed()) {
                return false;
            }
            if (cooled(member, connection, seen, deadline)) {
                return true;
            }
            seen = read(member, connection, deadline);
        }
        return seen != null;
    }

    private static boolean takesOver(@Nullable Seen seen, View from) {
        Document document = seen == null ? null : seen.document();
        return document != null && from.equals(document.warm());
    }

    private boolean cooled(Member member, Connection connection, @Nullable Seen seen, Deadline deadline) {
        Document document = seen == null ? null : seen.document();
        if (seen == null || document == null) {
            return false;
        }
        Document cooled = document.cooled(seen.token());
        Waiter waiter = new Waiter(1);
        Call call = new Call(storing(format.encode(cooled), seen), null, connection.incarnation(), waiter);
        connection.submit(call);
        if (!waiter.await(deadline)) {
            member.gaveUp(call);
        }
        return confirmed(member, cooled, call) != null;
    }

    @Override
    public void prepare(NodeAddress node, Prepared prepared, Seen over) {
        stored(node, format.encode(prepared, NodeListing.identity(node)), over);
    }

    /** The call that has stored this over what was seen, or has not; null when it could not be made. */
    private @Nullable Call stored(NodeAddress node, byte[] bytes, Seen over) {
        if (over.token() == Request.ANY_CAS) {
            return null;
        }
        Member member = members.apply(node);
        Waiter waiter = new Waiter(1);
        Call call = new Call(storing(bytes, over), null, over.incarnation(), waiter);
        try {
            member.run(call, waiter, deadlines.get());
        } catch (FlagstoneException e) {
            return null;
        }
        return call;
    }
}
