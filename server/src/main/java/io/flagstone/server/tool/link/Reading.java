package io.flagstone.server.tool.link;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that options name. */
final class Reading {
    private Reading() {}

    /** The whole of a small file. */
    static byte[] bytes(String option, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Failure(Status.NO_INPUT, option + " " + file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new Failure(Status.NO_INPUT, option + " " + file + ": this user may not read it");
        } catch (IOException e) {
            throw new Failure(Status.NO_INPUT, option + " " + file + ": it cannot be read: " + e.getMessage());
        }
    }
}
