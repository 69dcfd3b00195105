package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;

/** The parts all meta replies share: codes, and flags that only repeat what was sent. */
final class MetaReply {
    static final byte[] HD = Text.ascii("HD");
    static final byte[] VA = Text.ascii("VA ");
    static final byte[] EN = Text.ascii("EN");
    static final byte[] NF = Text.ascii("NF");
    static final byte[] EX = Text.ascii("EX");
    static final byte[] NS = Text.ascii("NS");

    /** Code, key, opaque, and every number there is, with room to spare. */
    static final int HEADER_MAX = 16 + Limits.ENCODED_KEY + Limits.OPAQUE + 8 * 24;

    private MetaReply() {}

    /** Appends the key as it was sent, with its flag. */
    static void key(ReplyBuffer reply, byte[] bytes, int from, int to, boolean binary) {
        reply.put(' ');
        reply.put('k');
        reply.put(bytes, from, to);
        if (binary) {
            reply.put(' ');
            reply.put('b');
        }
    }

    /** Appends a flag with its token as they were sent. */
    static void repeat(ReplyBuffer reply, byte[] bytes, int from, int to) {
        reply.put(' ');
        reply.put(bytes, from, to);
    }

    /** Appends a flag with an unsigned number. */
    static void number(ReplyBuffer reply, char flag, long unsigned) {
        reply.put(' ');
        reply.put(flag);
        reply.number(unsigned);
    }

    /** Appends a flag with a number that may be negative. */
    static void signed(ReplyBuffer reply, char flag, long number) {
        reply.put(' ');
        reply.put(flag);
        reply.signed(number);
    }

    /** Appends a flag alone. */
    static void flag(ReplyBuffer reply, char flag) {
        reply.put(' ');
        reply.put(flag);
    }

    /** Appends a reply that says only what was sent: a code, opaque and key. */
    static void plain(Workbench bench, byte[] code) {
        ReplyBuffer reply = bench.reply;
        reply.reserve(HEADER_MAX);
        reply.put(code);
        FlagTokens tokens = bench.tokens;
        tokens.over(bench.flags);
        while (tokens.next()) {
            repeatSent(bench, tokens);
        }
        reply.put(Replies.CRLF);
    }

    /** Appends the current token if it is opaque or key. */
    static void repeatSent(Workbench bench, FlagTokens tokens) {
        if (tokens.letter() == 'O') {
            repeat(bench.reply, tokens.bytes(), tokens.start(), tokens.end());
        } else if (tokens.letter() == 'k') {
            key(bench.reply, bench.line.bytes(), bench.sentKeyStart, bench.sentKeyEnd, bench.flags.has('b'));
        }
    }
}
