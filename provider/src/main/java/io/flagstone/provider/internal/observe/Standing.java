package io.flagstone.provider.internal.observe;

import io.flagstone.provider.placement.NodeStatus;

/** What a bean shows of one node. */
public final class Standing implements NodeStatus {

    /** Where nodes own no slots. */
    public static final int NO_SLOTS = -1;

    private final ObservedNode node;
    private final String state;
    private final String trouble;
    private final double weight;
    private final double share;
    private final int slots;

    /**
     * @param slots how many it owns, or {@link #NO_SLOTS}
     */
    public Standing(ObservedNode node, double share, int slots) {
        this.node = node;
        String text = node.standing();
        this.state = ObservedNode.state(text);
        this.trouble = text.length() == state.length()
                ? ""
                : text.substring(state.length() + 1).trim();
        this.weight = node.address().weight();
        this.share = share;
        this.slots = slots;
    }

    @Override
    public String getName() {
        return node.address().name();
    }

    @Override
    public String getAddress() {
        return node.address().host() + ":" + node.address().port();
    }

    @Override
    public String getState() {
        return state;
    }

    @Override
    public String getTrouble() {
        return trouble;
    }

    @Override
    public double getWeight() {
        return weight;
    }

    @Override
    public int getSlots() {
        return slots;
    }

    @Override
    public double getShare() {
        return share;
    }

    @Override
    public int getDebts() {
        return node.debts();
    }

    @Override
    public long getCommands() {
        return node.commands();
    }

    @Override
    public long getTimeouts() {
        return node.failures(FailureKind.TIMEOUT);
    }

    @Override
    public long getUnavailable() {
        return node.failures(FailureKind.UNAVAILABLE);
    }

    @Override
    public long getRefused() {
        return node.failures(FailureKind.REFUSED) + node.failures(FailureKind.OTHER);
    }

    @Override
    public long getSuspicions() {
        return node.suspicions();
    }

    @Override
    public long getReconnects() {
        return node.reconnects();
    }
}
