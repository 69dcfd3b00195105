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
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a node's document, big-endian; texts as {@link DataOutputStream#writeUTF}.
 *
 * <pre>
 *   u8    format, 1
 *   text  namespace          another one's document is refused
 *   text  self               name, or name=host:port; another node's document is refused
 *   list  in force           i64 line, i64 version, u16 nodes; each text name, text host, u16 port, f64 weight
 *   u8    1 if a list is to follow, else 0; then that list
 *   u8    eras, 1 to 255; i64 each
 *   u8    for each slot that the list in force gives to the node, in slot order, the place of its era;
 *         left out where there is but one
 * </pre>
 */
public final class DocumentFormat {

    private static final int FORMAT = 1;

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

    /** The bytes of a document. */
    public byte[] encode(Document document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(namespace);
            out.writeUTF(document.self());
            write(document.view(), out);
            View next = document.next();
            out.writeByte(next == null ? 0 : 1);
            if (next != null) {
                write(next, out);
            }
            long[] eras = document.eras();
            out.writeByte(eras.length);
            for (long era : eras) {
                out.writeLong(era);
            }
            for (int slot = 0; eras.length > 1 && slot < SlotTable.SLOTS; slot++) {
                if (document.owns(slot)) {
                    out.writeByte(document.index()[slot]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
     * The document.
     *
     * @param node the identity of the node that it was read from
     * @throws ConfigurationProblem when it is not one of this node in this namespace, or none that can be understood
     */
    public Document decode(byte[] bytes, String node) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new ConfigurationProblem(
                        "node " + node + " has its list in format " + format + ", which this version does not know");
            }
            String itsNamespace = in.readUTF();
            String self = in.readUTF();
            if (!itsNamespace.equals(namespace) || !self.equals(node)) {
                throw new ConfigurationProblem("node " + node + " says that it is node " + self + " of namespace "
                        + itsNamespace + ": the same process is listed twice, or under another name by other clients");
            }
            View view = view(in);
            View next = in.readUnsignedByte() == 0 ? null : view(in);
            return slots(in, self, view, next);
        } catch (IOException | ConfigurationProblem e) {
            throw e instanceof ConfigurationProblem known
                    ? known
                    : new ConfigurationProblem("node " + node + " has a list that cannot be understood", e);
        }
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

    private static Document slots(DataInputStream in, String self, View view, @Nullable View next) throws IOException {
        long[] eras = new long[in.readUnsignedByte()];
        if (eras.length == 0) {
            throw new IOException("no eras");
        }
        for (int i = 0; i < eras.length; i++) {
            eras[i] = in.readLong();
        }
        byte[] index = new byte[SlotTable.SLOTS];
        int me = view.indexOf(self);
        for (int slot = 0; eras.length > 1 && slot < SlotTable.SLOTS; slot++) {
            if (me >= 0 && view.ownerIndex(slot) == me) {
                int place = in.readUnsignedByte();
                if (place >= eras.length) {
                    throw new IOException("era " + place + " of " + eras.length);
                }
                index[slot] = (byte) place;
            }
        }
        return new Document(self, view, next, eras, index);
    }
}
