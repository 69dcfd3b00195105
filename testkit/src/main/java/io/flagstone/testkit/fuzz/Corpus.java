package io.flagstone.testkit.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Inputs that are kept: {@code NAME.zip} with what Jazzer found to be different from each other, and in a directory
 * {@code NAME} one file for each input that once went wrong.
 */
public final class Corpus {
    /** What zip files can say at least; the same inputs make the same file. */
    private static final long TIME = 315_532_800_000L;

    private Corpus() {}

    /**
     * An input.
     *
     * @param name where it comes from
     */
    public record Input(String name, byte[] bytes) {
        /** The name alone, for reports. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * The seeds of a target, and what is kept for it.
     *
     * @param directory where corpora are kept
     */
    public static List<Input> of(FuzzTarget target, Path directory) throws IOException {
        List<Input> inputs = new ArrayList<>();
        for (byte[] seed : target.seeds()) {
            inputs.add(new Input("seed " + inputs.size(), seed));
        }
        Path zip = directory.resolve(target.name() + ".zip");
        if (Files.exists(zip)) {
            inputs.addAll(unpacked(zip));
        }
        Path single = directory.resolve(target.name());
        if (Files.isDirectory(single)) {
            inputs.addAll(files(single));
        }
        return inputs;
    }

    private static List<Input> unpacked(Path zip) throws IOException {
        List<Input> inputs = new ArrayList<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                inputs.add(new Input(entry.getName(), file.getInputStream(entry).readAllBytes()));
            }
        }
        return inputs;
    }

    /** The files of a directory, by name. */
    static List<Input> files(Path directory) throws IOException {
        List<Input> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                inputs.add(new Input(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        return inputs;
    }

    /** Writes inputs as files of their own. */
    static void unpack(List<Input> inputs, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(directory.resolve("kept-" + i), inputs.get(i).bytes());
        }
    }

    /** Packs the files of a directory. */
    static void pack(Path directory, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Input input : files(directory)) {
                ZipEntry entry = new ZipEntry(input.name());
                entry.setTime(TIME);
                packed.putNextEntry(entry);
                packed.write(input.bytes());
                packed.closeEntry();
            }
        }
    }
}
