package io.flagstone.server.internal.admin;

import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.internal.door.Terms;
import io.flagstone.server.internal.observe.Happenings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The other nodes whose figures are shown beside this one's. This node itself may be in the list, so that all nodes can
 * have the same one; it is found there by its address and left out.
 */
final class Fleet {
    private final List<FleetNode> nodes = new ArrayList<>();
    private final Executor askers;

    /**
     * @param listed the nodes as the options name them
     * @param own where this node listens
     * @param terms how it gets into the others
     * @param askers the threads that ask; each question takes a few seconds at most
     */
    Fleet(
            List<ListenAddress> listed,
            List<InetSocketAddress> own,
            Terms terms,
            Happenings happenings,
            Executor askers) {
        this.askers = askers;
        for (ListenAddress address : listed) {
            if (!isOwn(address, own)) {
                nodes.add(new FleetNode(address, terms, happenings));
            }
        }
    }

    private static boolean isOwn(ListenAddress address, List<InetSocketAddress> own) {
        for (InetSocketAddress mine : own) {
            if (mine.getPort() == address.port() && isHere(address.host(), mine.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHere(String host, InetAddress bound) {
        try {
            InetAddress there = InetAddress.getByName(host);
            return there.equals(bound)
                    || (bound.isAnyLocalAddress() && NetworkInterface.getByInetAddress(there) != null);
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    List<FleetNode> nodes() {
        return nodes;
    }

    /** Asks all that are not being asked, and returns at once. */
    void ask() {
        for (FleetNode node : nodes) {
            if (node.begin()) {
                askers.execute(node::ask);
            }
        }
    }
}
