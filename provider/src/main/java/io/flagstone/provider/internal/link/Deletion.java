package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.ArrayList;
import java.util.List;

/** Deletes many keys on one connection and makes sure that each is gone. */
public final class Deletion {

    /** Calls under way at once. */
    private static final int WINDOW = 256;

    private Deletion() {}

    /** True when the node confirmed for every key that it is not there. */
    public static boolean of(List<byte[]> wireKeys, Connection connection, Guard guard, Deadline deadline) {
        for (int from = 0; from < wireKeys.size(); from += WINDOW) {
            List<byte[]> window = wireKeys.subList(from, Math.min(wireKeys.size(), from + WINDOW));
            if (!window(window, connection, guard, deadline)) {
                return false;
            }
        }
        return true;
    }

    private static boolean window(List<byte[]> wireKeys, Connection connection, Guard guard, Deadline deadline) {
        Waiter waiter = new Waiter(wireKeys.size());
        List<Call> calls = new ArrayList<>(wireKeys.size());
        for (byte[] key : wireKeys) {
            Call call = new Call(Request.delete(key, Request.ANY_CAS), guard, connection.incarnation(), waiter);
            calls.add(call);
            connection.submit(call);
        }
        waiter.await(deadline);
        boolean all = true;
        for (Call call : calls) {
            call.giveUp();
            Reply reply = call.reply();
            all &= call.state() == Call.State.REPLIED
                    && reply != null
                    && (reply.status() == Status.DONE || reply.status() == Status.NOT_FOUND);
        }
        return all;
    }
}
