package io.flagstone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The clients from the npm registry: the versions of the lock file, under {@code target}. */
final class NpmPackages {
    private static final Path SOURCE = Path.of("src", "test", "clients", "npm");
    private static final Path DIRECTORY = Path.of("target", "npm");
    /** Where they are found once they are installed. */
    static final Path PATH = DIRECTORY.resolve("node_modules").toAbsolutePath();

    private NpmPackages() {}

    /** Installs them unless that has been done since the build was last cleaned. */
    static synchronized void install() {
        if (Files.exists(PATH.resolve(".package-lock.json"))) {
            return;
        }
        try {
            Files.createDirectories(DIRECTORY);
            for (String file : new String[] {"package.json", "package-lock.json"}) {
                Files.copy(SOURCE.resolve(file), DIRECTORY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program npm = Program.ofDebian("nodejs npm", DIRECTORY, "npm", "ci");
        Program.Result result = npm.run("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        if (result.status() != 0) {
            throw new AssertionError("npm ci in " + DIRECTORY + " failed: " + result.output());
        }
    }
}
