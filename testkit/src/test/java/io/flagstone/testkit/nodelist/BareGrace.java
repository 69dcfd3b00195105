package io.flagstone.testkit.nodelist;

/** A node that has not answered for a while is left out, without a word of the operator. */
final class BareGrace extends Protocol {

    private static final int GRACE = 4 * REFRESH;

    @Override
    boolean mayLeaveOut(Client client, String node, long silentFor) {
        return silentFor > GRACE;
    }
}
