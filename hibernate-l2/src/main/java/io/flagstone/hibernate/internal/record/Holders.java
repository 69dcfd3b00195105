package io.flagstone.hibernate.internal.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The transactions that are changing what a record is about. Each ends by itself; one that has died ends with its
 * deadline, and the others stay.
 *
 * @param contested whether two of them have overlapped, so that none can know what the database holds in the end
 */
record Holders(List<Holder> all, boolean contested) {

    static final Holders NONE = new Holders(List.of(), false);

    /** Bytes of one on the wire: its id and its deadline. */
    private static final int SIZE = 2 * Long.BYTES;

    Holders {
        all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean has(long id) {
        return all.stream().anyMatch(holder -> holder.id() == id);
    }

    /** Whether some are past their deadline. */
    boolean hasExpired(long nowMillis) {
        return all.stream().anyMatch(holder -> holder.deadline() <= nowMillis);
    }

    /** With one more, without those past their deadline. They count as contesting: nobody knows how they ended. */
    Holders with(Holder more, long nowMillis) {
        List<Holder> next = new ArrayList<>();
        for (Holder holder : all) {
            if (holder.deadline() > nowMillis && holder.id() != more.id()) {
                next.add(holder);
            }
        }
        next.add(more);
        boolean others = all.stream().anyMatch(holder -> holder.id() != more.id());
        return new Holders(next, contested || others);
    }

    /** Without this one and those past their deadline; who remains has been contested. */
    Holders without(long id, long nowMillis) {
        return new Holders(
                all.stream()
                        .filter(holder -> holder.id() != id && holder.deadline() > nowMillis)
                        .toList(),
                true);
    }

    /** The last deadline. */
    long end() {
        return all.stream().mapToLong(Holder::deadline).max().orElse(0);
    }

    int size() {
        return Short.BYTES + 1 + all.size() * SIZE;
    }

    void write(ByteBuffer out) {
        out.putShort((short) all.size()).put((byte) (contested ? 1 : 0));
        for (Holder holder : all) {
            out.putLong(holder.id()).putLong(holder.deadline());
        }
    }

    /** Reads what {@link #write} wrote; there must be enough of it. */
    static Holders read(ByteBuffer in) {
        int count = in.getShort() & 0xFFFF;
        boolean contested = in.get() != 0;
        List<Holder> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Holder(in.getLong(), in.getLong()));
        }
        return new Holders(all, contested);
    }
}
