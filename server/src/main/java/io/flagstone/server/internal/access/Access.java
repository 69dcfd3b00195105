package io.flagstone.server.internal.access;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's passwords and rights, as far as its options want any. Which of them there are is settled at the start; what
 * they say can be read again at any time, and rights then count for every connection at once.
 */
public final class Access {
    private final @Nullable Path passwordFile;
    private final String passwordOption;
    private final @Nullable Path rightsFile;
    /** Null where there are no passwords, or as many guesses as anybody likes. */
    private final @Nullable Guesses guesses;

    private volatile @Nullable Passwords passwords;
    private volatile @Nullable Rights rights;

    private Access(NodeOptions options, LongSupplier nanos) {
        Path text = options.file(Option.AUTH_FILE);
        passwordOption = text != null ? Option.AUTH_FILE.key() : Option.SASL_PWDB.key();
        passwordFile = text != null ? text : options.is(Option.SASL) ? options.file(Option.SASL_PWDB) : null;
        rightsFile = options.file(Option.RIGHTS);
        int free = options.number(Option.MAX_LOGIN_FAILURES);
        guesses = passwordFile == null || free == 0 ? null : new Guesses(free, nanos);
    }

    /**
     * What these options want.
     *
     * @param nanos a monotonic clock in nanoseconds
     * @throws io.flagstone.server.config.OptionException naming the option, the file, and the line at fault
     */
    public static Access of(NodeOptions options, LongSupplier nanos) {
        Access access = new Access(options, nanos);
        access.reload();
        return access;
    }

    /**
     * Reads the files again, or neither of them.
     *
     * @throws io.flagstone.server.config.OptionException when one is bad; nothing has changed then
     */
    public void reload() {
        Passwords newPasswords = passwordFile == null ? null : Passwords.read(passwordOption, passwordFile);
        Rights newRights = rightsFile == null ? null : Rights.read(Option.RIGHTS.key(), rightsFile);
        passwords = newPasswords;
        rights = newRights;
    }

    /** Whether there is anything to read. */
    public boolean hasFiles() {
        return passwordFile != null || rightsFile != null;
    }

    /** Whether connections have to show who they are. */
    boolean wantsPasswords() {
        return passwordFile != null;
    }

    @Nullable
    Passwords passwords() {
        return passwords;
    }

    @Nullable
    Rights rights() {
        return rights;
    }

    @Nullable
    Guesses guesses() {
        return guesses;
    }

    /**
     * Who a new connection is; null where nobody is asked and everybody may do everything.
     *
     * @param from the client's address; null for a unix socket
     */
    public @Nullable Visitor visitor(@Nullable InetAddress from) {
        return wantsPasswords() || rightsFile != null ? new Visitor(this, from) : null;
    }

    /** The names that a certificate bears: the first that has rights is its owner's; null when none has. */
    @Nullable
    String principal(List<String> names) {
        Rights known = rights;
        if (known != null) {
            for (String name : names) {
                if (known.names(name)) {
                    return name;
                }
            }
        }
        return null;
    }
}
