package io.flagstone.provider.internal.trust;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that are no cache's: each on the connection that it is meant for, once, and not blamed on the node. */
final class Asking {

    private Asking() {}

    /** The answers to the requests, carried out in this order in one round trip; null where one of them has none. */
    static @Nullable List<Reply> inTurn(Connection connection, Deadline deadline, List<Request> requests) {
        Waiter waiter = new Waiter(requests.size());
        List<Call> calls = new ArrayList<>(requests.size());
        for (Request request : requests) {
            Call call = new Call(request, null, connection.incarnation(), waiter);
            calls.add(call);
            connection.enqueue(call);
        }
        connection.send();
        List<@Nullable Reply> replies = awaited(calls, waiter, deadline);
        List<Reply> all = new ArrayList<>(replies.size());
        for (Reply reply : replies) {
            if (reply == null) {
                return null;
            }
            all.add(reply);
        }
        return all;
    }

    /** The answers to one request on each of the connections, in their order; null where there is none. */
    static List<@Nullable Reply> each(Collection<Connection> connections, Deadline deadline, Request request) {
        Waiter waiter = new Waiter(connections.size());
        List<Call> calls = new ArrayList<>(connections.size());
        for (Connection connection : connections) {
            Call call = new Call(request, null, connection.incarnation(), waiter);
            calls.add(call);
            connection.submit(call);
        }
        return awaited(calls, waiter, deadline);
    }

    private static List<@Nullable Reply> awaited(List<Call> calls, Waiter waiter, Deadline deadline) {
        if (!waiter.await(deadline)) {
            calls.forEach(Call::giveUp);
        }
        List<@Nullable Reply> replies = new ArrayList<>(calls.size());
        calls.forEach(call -> replies.add(answer(call)));
        return replies;
    }

    /** The answer, if it has come in time. */
    static @Nullable Reply answer(Call call) {
        return call.state() == Call.State.REPLIED ? call.reply() : null;
    }
}
