package io.flagstone.server.internal.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * A unix socket to listen on. A JVM cannot set its umask, so the socket is made in a directory that nobody else may
 * enter, given its permissions there, and moved to its place: at no moment may more people connect than are allowed to.
 */
final class UnixSocket {
    private final Transport transport;
    private final Path path;
    private final int mask;

    /**
     * A socket that is not there yet.
     *
     * @param mask permissions, nine bits
     */
    UnixSocket(Transport transport, Path path, int mask) {
        this.transport = transport;
        this.path = path.toAbsolutePath();
        this.mask = mask;
    }

    Path path() {
        return path;
    }

    /** Binds it; a socket that a process left behind there is replaced. */
    Channel bind(ServerBootstrap bootstrap) {
        try {
            checkPlace();
            Path directory = Files.createDirectory(
                    path.resolveSibling(".fs" + Integer.toHexString(new SecureRandom().nextInt())),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path made = directory.resolve("s");
            try {
                return bind(bootstrap, made);
            } finally {
                Files.deleteIfExists(made);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("cannot listen on unix socket " + path, e));
        }
    }

    private Channel bind(ServerBootstrap bootstrap, Path made) throws IOException {
        ChannelFuture bound = bootstrap.bind(transport.unixAddress(made)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        try {
            Files.setPosixFilePermissions(made, permissions(mask));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            bound.channel().close().awaitUninterruptibly();
            throw e;
        }
        return bound.channel();
    }

    private void checkPlace() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("there is something else in its place");
        }
        if (answers()) {
            throw new IOException("somebody is listening there");
        }
    }

    private boolean answers() {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<PosixFilePermission> permissions(int mask) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            // OWNER_READ is the highest of nine bits, OTHERS_EXECUTE the lowest.
            if ((mask >>> (all.length - 1 - i) & 1) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }

    /** Takes the file away. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
