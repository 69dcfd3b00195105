package io.flagstone.server.internal.access;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who one connection is, as far as it has said so, and what it may do for that. One event loop uses it. */
public final class Visitor {
    /** Answers to what is no login, or a wrong one, before the connection is closed. */
    private static final int FAILURES_MAX = 10;

    private final Access access;
    private final @Nullable InetAddress from;
    private final boolean limited;
    private @Nullable String principal;
    private int failures;
    private @Nullable Rights seen;
    private Grants grants = Grants.NONE;

    Visitor(Access access, @Nullable InetAddress from) {
        this.access = access;
        this.from = from;
        this.limited = access.rights() != null;
    }

    /** The owner of a certificate with these names, who needs no password if one of them has rights. */
    public void recognize(List<String> names) {
        String known = access.principal(names);
        if (known != null) {
            become(known);
        }
    }

    private void become(String name) {
        principal = name;
        seen = null;
    }

    /** Whether it has to log in before anything else. */
    public boolean isStranger() {
        return principal == null && access.wantsPasswords();
    }

    /** Whether what it may do has to be asked for; otherwise it may do everything, once it is no stranger. */
    public boolean isLimited() {
        return limited;
    }

    /** Looks whether user and password belong together; if so, it is that user from now on. */
    public Verdict logIn(byte[] in, int user, int userLength, int password, int length) {
        Guesses guesses = access.guesses();
        if (guesses == null || from == null) {
            return check(in, user, userLength, password, length);
        }
        if (!guesses.mayTry(from)) {
            return Verdict.TOO_SOON;
        }
        Verdict verdict = check(in, user, userLength, password, length);
        long tried = Guesses.user(in, user, userLength);
        if (verdict == Verdict.LET_IN) {
            guesses.succeeded(from, tried);
        } else {
            guesses.failed(from, tried);
        }
        return verdict;
    }

    private Verdict check(byte[] in, int user, int userLength, int password, int length) {
        Passwords passwords = access.passwords();
        String name = passwords == null ? null : passwords.user(in, user, userLength, password, length);
        if (name == null) {
            return Verdict.WRONG;
        }
        become(name);
        return Verdict.LET_IN;
    }

    /** Notes that it was refused; whether that was once too often. */
    public boolean hasFailedTooOften() {
        return ++failures >= FAILURES_MAX;
    }

    /** Whether it has all these rights to this key. */
    public boolean may(int rights, byte[] key, int from, int length) {
        return grants().allow(rights, key, from, length);
    }

    /** Whether it has this right to the whole node. */
    public boolean may(Right right) {
        return grants().allow(right.bit());
    }

    /** As the file has them now. */
    private Grants grants() {
        Rights now = access.rights();
        if (now != seen) {
            seen = now;
            String name = principal;
            grants = now == null || name == null ? Grants.NONE : now.of(name);
        }
        return grants;
    }

    /** Nobody's name. */
    @Override
    public String toString() {
        return isStranger() ? "stranger" : "visitor";
    }
}
