package io.flagstone.provider.internal.nodelist;

/** The slots that a node has lost by the last change, and what of them counted. Never changes. */
final class Former {

    private final View list;
    private final long fencedAt;
    private final long[] eras;
    private final byte[] index;

    /**
     * @param list that gave them to the node
     * @param fencedAt the token of the document that ended them: what was stored later never counted
     * @param eras numbers that they were kept under
     * @param index for each of the slots the place of its era; not copied
     */
    Former(View list, long fencedAt, long[] eras, byte[] index) {
        this.list = list;
        this.fencedAt = fencedAt;
        this.eras = eras;
        this.index = index;
    }

    View list() {
        return list;
    }

    long fencedAt() {
        return fencedAt;
    }

    long[] eras() {
        return eras;
    }

    byte[] index() {
        return index;
    }

    long era(int slot) {
        return eras[index[slot] & 0xFF];
    }

    boolean owned(int slot, String self) {
        int me = list.indexOf(self);
        return me >= 0 && list.ownerIndex(slot) == me;
    }
}
