package io.flagstone.server.internal.warm;

import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A memory file's place in the file system: {@code FILE}, {@code FILE.tmp} while it is being written, and
 * {@code FILE.lock}, which a node holds for its whole life, so that no node starts while another one may still write.
 *
 * <p>Items come back once: the file is gone, for good, before anything of it is used.
 */
final class MemoryFile implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path place;
    private final Path draft;
    private final FileChannel lock;
    private final UserPrincipal owner;

    private MemoryFile(Path place, Path draft, FileChannel lock, UserPrincipal owner) {
        this.place = place;
        this.draft = draft;
        this.lock = lock;
        this.owner = owner;
    }

    /** What is done with the open file. */
    @FunctionalInterface
    interface Use {
        void of(FileChannel file) throws IOException;
    }

    /**
     * Takes possession of a place.
     *
     * @throws OptionException when another node has it, or nothing can be written there
     */
    static MemoryFile at(Path named) {
        Path place = named.toAbsolutePath();
        if (!place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw refused(place, "cannot be there: its file system knows no owners and permissions");
        }
        FileChannel lock = null;
        try {
            lock = open(beside(place, ".lock"), StandardOpenOption.CREATE);
            lock(place, lock);
            Path draft = beside(place, ".tmp");
            Files.deleteIfExists(draft);
            // Who owns a file that is made here is who runs this node.
            open(draft, StandardOpenOption.CREATE_NEW).close();
            UserPrincipal owner = Files.getOwner(draft, LinkOption.NOFOLLOW_LINKS);
            Files.delete(draft);
            return new MemoryFile(place, draft, lock, owner);
        } catch (IOException e) {
            close(lock);
            throw refused(
                    place,
                    "cannot be written (" + e.getClass().getSimpleName()
                            + "); name a file in a folder that the node's user may write");
        } catch (OptionException e) {
            close(lock);
            throw e;
        }
    }

    private static Path beside(Path place, String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }

    private static FileChannel open(Path path, StandardOpenOption how) throws IOException {
        return FileChannel.open(
                path,
                Set.of(how, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static void lock(Path place, FileChannel channel) throws IOException {
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            throw refused(place, "belongs to a node that has not ended; wait for its end, or name another file");
        }
    }

    private static OptionException refused(Path place, String why) {
        return new OptionException("memory_file: " + place + " " + why);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It was only a lock, which ends with the process at the latest.
        }
    }

    /** Where it is. */
    Path place() {
        return place;
    }

    /**
     * Has the file read, after it was taken away.
     *
     * @throws NoSuchFileException when there is none
     * @throws Unusable when it must not be read, or the reader says so
     * @throws OptionException when it is a memory file that cannot be taken away: it would come back at the next start
     */
    void takeAway(Use reading) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(place, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new Unusable("it is no ordinary file");
        }
        if (!attributes.owner().equals(owner)) {
            throw new Unusable(
                    "it belongs to " + attributes.owner().getName() + ", and the node runs as " + owner.getName());
        }
        try (FileChannel file = FileChannel.open(place, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (!FileHeader.isOurs(file)) {
                throw new Unusable("it is no memory file of this node's kind");
            }
            remove();
            if (!OWNER_ONLY.containsAll(attributes.permissions())) {
                throw new Unusable("others may read or write it ("
                        + PosixFilePermissions.toString(attributes.permissions()) + "); allowed: rw-------");
            }
            reading.of(file);
        }
    }

    private void remove() {
        try {
            Files.delete(place);
            syncFolder();
        } catch (IOException e) {
            throw refused(
                    place,
                    "cannot be removed (" + e.getClass().getSimpleName()
                            + "), and must be, or its items would come back at another start; remove it");
        }
    }

    private void syncFolder() throws IOException {
        Path folder = place.getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Has the file written, aside and in full, and puts it in its place.
     *
     * @throws IOException when that could not be done; no file is there then, or the one that was
     */
    void write(Use writing) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isOurs()) {
            throw new Unusable("something else is there, which is not written over");
        }
        Files.deleteIfExists(draft);
        try {
            try (FileChannel file = open(draft, StandardOpenOption.CREATE_NEW)) {
                writing.of(file);
                file.force(true);
            }
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    private boolean isOurs() throws IOException {
        if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(place, StandardOpenOption.READ)) {
            return FileHeader.isOurs(file);
        }
    }

    @Override
    public void close() {
        close(lock);
    }
}
