package io.flagstone.server.internal.access;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node's passwords and rights, as far as its options want any. Which of them there are is settled at the start; what
 * they say can be read again at any time, and rights then count for every connection at once.
 */
public final class Access {
    private final @Nullable Path passwordFile;
    private final String passwordOption;
    private final @Nullable Path rightsFile;
    private volatile @Nullable Passwords passwords;
    private volatile @Nullable Rights rights;

    private Access(NodeOptions options) {
        Path text = options.file(Option.AUTH_FILE);
        passwordOption = text != null ? Option.AUTH_FILE.key() : Option.SASL_PWDB.key();
        passwordFile = text != null ? text : options.is(Option.SASL) ? options.file(Option.SASL_PWDB) : null;
        rightsFile = options.file(Option.RIGHTS);
    }

    /**
     * What these options want.
     *
     * @throws io.flagstone.server.config.OptionException naming the option, the file, and the line at fault
     */
    public static Access of(NodeOptions options) {
        Access access = new Access(options);
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

    /** Who a new connection is; null where nobody is asked and everybody may do everything. */
    public @Nullable Visitor visitor() {
        return wantsPasswords() || rightsFile != null ? new Visitor(this) : null;
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
