package io.flagstone.server.internal.door;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that settings name. */
final class Reading {
    private Reading() {}

    /** The whole of a small file. */
    static byte[] bytes(String option, Path file) throws Barred {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Barred(Barred.Cause.FILE, option + " " + file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new Barred(Barred.Cause.FILE, option + " " + file + ": this user may not read it");
        } catch (IOException e) {
            throw new Barred(Barred.Cause.FILE, option + " " + file + ": it cannot be read: " + e.getMessage());
        }
    }
}
