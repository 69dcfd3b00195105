package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.Text;
import java.util.Locale;

/** Tells of connections that come and go. */
public final class ConnectionLog {
    /** Why a connection ended, in memcached's words. */
    public enum Reason {
        /** It failed, on either side. */
        ERROR,
        /** The client left, or asked for it. */
        NORMAL,
        /** It had been silent for too long. */
        IDLE_TIMEOUT,
        /** The node stops. */
        SHUTDOWN;

        private final byte[] word = Text.ascii(name().toLowerCase(Locale.ROOT));
    }

    private static final byte[] NEW = Text.ascii("conn_new rip=");
    private static final byte[] CLOSE = Text.ascii("conn_close rip=");
    private static final byte[] RPORT = Text.ascii(" rport=");
    private static final byte[] TCP = Text.ascii(" transport=tcp");
    private static final byte[] LOCAL = Text.ascii(" transport=local");
    private static final byte[] REASON = Text.ascii(" reason=");
    private static final byte[] CFD = Text.ascii(" cfd=");

    private final Journal journal;

    /** Writes to this journal. */
    public ConnectionLog(Journal journal) {
        this.journal = journal;
    }

    /**
     * A connection was let in.
     *
     * @param host the client's address; "unix" for one that came by a unix socket
     * @param port the client's port; 0 for a unix socket
     */
    public void opened(String host, int port, int id) {
        if (journal.wants(Topic.CONNEVENTS)) {
            synchronized (journal) {
                client(journal.begin(NEW), host, port).text(CFD).number(id);
                journal.end(Topic.CONNEVENTS);
            }
        }
    }

    /** A connection that was let in has gone. */
    public void closed(String host, int port, int id, Reason reason) {
        if (journal.wants(Topic.CONNEVENTS)) {
            synchronized (journal) {
                LogLine line = client(journal.begin(CLOSE), host, port);
                line.text(REASON).text(reason.word).text(CFD).number(id);
                journal.end(Topic.CONNEVENTS);
            }
        }
    }

    private static LogLine client(LogLine line, String host, int port) {
        return line.text(Text.ascii(host)).text(RPORT).number(port).text(host.equals("unix") ? LOCAL : TCP);
    }
}
