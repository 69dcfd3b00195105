package io.flagstone.provider.internal.nodelist;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.ring.SlotTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a node's document, big-endian; texts as {@link DataOutputStream#writeUTF}.
 *
 * <pre>
 *   u8    format, 1, or 2 where something is to be said of slots that come and go
 *   text  namespace          another one's document is refused
 *   text  self               name, or name=host:port; another node's document is refused
 *   list  in force           i64 line, i64 version, u16 nodes; each text name, text host, u16 port, f64 weight
 *   u8    1 if a list is to follow, else 0; then that list
 *   u8    eras, 1 to 255; i64 each
 *   u8    for each slot that the list in force gives to the node, in slot order, the place of its era;
 *         left out where there is but one
 *
 * format 2 goes on:
 *   i64   the token of the document that ended the slots which the list to follow takes away; -1 for this one, 0 for unknown
 *   u8    1 if slots were lost by the last change, else 0; then
 *           the list that gave them, i64 the token of the document that ended them, and u8 eras, i64 each
 *           u8 for each slot that this list gave to the node and the list in force does not, the place of its era;
 *           left out where there is but one
 *   u8    1 if entries are taken over, else 0; then the list whose owners they are taken over from
 *
 * in the place of a document, on a node that is to join:
 *   u8    format, 3
 *   text  namespace
 *   text  self
 *   list  in force, list to follow
 * </pre>
 */
public final class DocumentFormat {

    private static final int FORMAT = 1;
    private static final int WITH_PAST = 2;
    private static final int PREPARED = 3;

    private static final int ID_BYTES = 8;

    private final String namespace;
    private final Tables tables;

    public DocumentFormat(String namespace, Tables tables) {
        this.namespace = namespace;
        this.tables = tables;
    }

    /** The key of every node's document: eleven characters stand for the namespace. */
    public static byte[] item(String namespace) {
        return item(namespace, "view");
    }

    /** The key of another item that every node has once for the namespace. */
    public static byte[] item(String namespace, String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(namespace.getBytes(UTF_8));
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
            return itemOf(id.getBytes(US_ASCII), name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The key of an item that every node has for whatever the id stands for. */
    public static byte[] itemOf(byte[] id, String name) {
        return ("flagstone:" + new String(id, US_ASCII) + ":" + name).getBytes(US_ASCII);
    }

    /** The bytes of a document; former versions understand it where there is nothing to be said of its past. */
    public byte[] encode(Document document) {
        boolean past = !document.past().equals(Past.NONE);
        return bytes(past ? WITH_PAST : FORMAT, document.self(), out -> {
            write(document.view(), out);
            writeOrNot(document.next(), out);
            writeEras(document.eras(), document.index(), document::owns, out);
            if (past) {
                write(document, document.past(), out);
            }
        });
    }

    /** The bytes of what a node says in the place of a document. */
    public byte[] encode(Prepared prepared, String self) {
        return bytes(PREPARED, self, out -> {
            write(prepared.from(), out);
            write(prepared.to(), out);
        });
    }

    private interface Part {

        void writeTo(DataOutputStream out) throws IOException;
    }

    private byte[] bytes(int kind, String self, Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            out.writeUTF(namespace);
            out.writeUTF(self);
            part.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeEras(long[] eras, byte[] index, IntPredicate has, DataOutputStream out)
            throws IOException {
        out.writeByte(eras.length);
        for (long era : eras) {
            out.writeLong(era);
        }
        for (int slot = 0; eras.length > 1 && slot < SlotTable.SLOTS; slot++) {
            if (has.test(slot)) {
                out.writeByte(index[slot]);
            }
        }
    }

    private static void write(Document document, Past past, DataOutputStream out) throws IOException {
        out.writeLong(past.fencedAt());
        Former former = past.former();
        out.writeByte(former == null ? 0 : 1);
        if (former != null) {
            write(former.list(), out);
            out.writeLong(former.fencedAt());
            IntPredicate lost = slot -> former.owned(slot, document.self()) && !document.owns(slot);
            writeEras(former.eras(), former.index(), lost, out);
        }
        writeOrNot(past.warm(), out);
    }

    private static void writeOrNot(@Nullable View view, DataOutputStream out) throws IOException {
        out.writeByte(view == null ? 0 : 1);
        if (view != null) {
            write(view, out);
        }
    }

    private static void write(View view, DataOutputStream out) throws IOException {
        out.writeLong(view.line());
        out.writeLong(view.version());
        out.writeShort(view.nodes().size());
        for (NodeAddress node : view.nodes()) {
            out.writeUTF(node.name());
            out.writeUTF(node.host());
            out.writeShort(node.port());
            out.writeDouble(node.weight());
        }
    }

    /**
     * What was read with this token on this connection.
     *
     * @param node the identity of the node that it was read from
     * @throws ConfigurationProblem when it is not one of this node in this namespace, or none that can be understood
     */
    public Seen seen(byte @Nullable [] bytes, String node, long token, long incarnation) {
        if (bytes == null || bytes.length == 0) {
            return new Seen(null, token, incarnation);
        }
        return bytes[0] == PREPARED
                ? new Seen(null, read(bytes, node, (in, kind, self) -> prepared(in)), token, incarnation)
                : new Seen(decode(bytes, node), token, incarnation);
    }

    /**
     * The document.
     *
     * @param node the identity of the node that it was read from
     * @throws ConfigurationProblem when it is not one of this node in this namespace, or none that can be understood
     */
    public Document decode(byte[] bytes, String node) {
        return read(bytes, node, this::document);
    }

    private interface Body<T> {

        T read(DataInputStream in, int kind, String self) throws IOException;
    }

    private <T> T read(byte[] bytes, String node, Body<T> body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int kind = in.readUnsignedByte();
            if (kind < FORMAT || kind > PREPARED) {
                throw new ConfigurationProblem(
                        "node " + node + " has its list in format " + kind + ", which this version does not know");
            }
            String itsNamespace = in.readUTF();
            String self = in.readUTF();
            if (!itsNamespace.equals(namespace) || !self.equals(node)) {
                throw new ConfigurationProblem("node " + node + " says that it is node " + self + " of namespace "
                        + itsNamespace + ": the same process is listed twice, or under another name by other clients");
            }
            return body.read(in, kind, self);
        } catch (IOException | ConfigurationProblem e) {
            throw e instanceof ConfigurationProblem known
                    ? known
                    : new ConfigurationProblem("node " + node + " has a list that cannot be understood", e);
        }
    }

    private Prepared prepared(DataInputStream in) throws IOException {
        return new Prepared(view(in), view(in));
    }

    private Document document(DataInputStream in, int kind, String self) throws IOException {
        if (kind == PREPARED) {
            throw new IOException("no document");
        }
        View view = view(in);
        View next = viewOrNot(in);
        long[] eras = eras(in);
        int me = view.indexOf(self);
        byte[] index = index(in, eras.length, slot -> me >= 0 && view.ownerIndex(slot) == me);
        Past past = kind == WITH_PAST ? past(in, self, view) : Past.NONE;
        return new Document(self, view, next, eras, index, past);
    }

    private Past past(DataInputStream in, String self, View view) throws IOException {
        long fencedAt = in.readLong();
        Former former = in.readUnsignedByte() == 0 ? null : former(in, self, view);
        return new Past(fencedAt, former, viewOrNot(in));
    }

    private Former former(DataInputStream in, String self, View view) throws IOException {
        View list = view(in);
        long fencedAt = in.readLong();
        long[] eras = eras(in);
        int then = list.indexOf(self);
        int now = view.indexOf(self);
        IntPredicate lost =
                slot -> then >= 0 && list.ownerIndex(slot) == then && (now < 0 || view.ownerIndex(slot) != now);
        return new Former(list, fencedAt, eras, index(in, eras.length, lost));
    }

    private @Nullable View viewOrNot(DataInputStream in) throws IOException {
        return in.readUnsignedByte() == 0 ? null : view(in);
    }

    private View view(DataInputStream in) throws IOException {
        long line = in.readLong();
        long version = in.readLong();
        int count = in.readUnsignedShort();
        List<NodeAddress> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new NodeAddress(in.readUTF(), in.readUTF(), in.readUnsignedShort(), in.readDouble()));
        }
        return nodes.isEmpty() ? View.NONE : View.of(line, version, nodes, tables);
    }

    private static long[] eras(DataInputStream in) throws IOException {
        long[] eras = new long[in.readUnsignedByte()];
        if (eras.length == 0) {
            throw new IOException("no eras");
        }
        for (int i = 0; i < eras.length; i++) {
            eras[i] = in.readLong();
        }
        return eras;
    }

    private static byte[] index(DataInputStream in, int eras, IntPredicate has) throws IOException {
        byte[] index = new byte[SlotTable.SLOTS];
        for (int slot = 0; eras > 1 && slot < SlotTable.SLOTS; slot++) {
            if (has.test(slot)) {
                int place = in.readUnsignedByte();
                if (place >= eras) {
                    throw new IOException("era " + place + " of " + eras);
                }
                index[slot] = (byte) place;
            }
        }
        return index;
    }
}
