package io.flagstone.server.internal.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Probe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory file with anything odd about it means a start without items and with a reason: never a part, never a crash. */
class DamagedFileTest {
    private static final int MAGIC = 8;

    @TempDir
    Path directory;

    private Path file;
    private Lives lives;
    private Lives empty;
    private byte[] good;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("memory");
        lives = new Lives(NodeOptions.defaults().withMemory(MemorySize.mebibytes(8)), file);
        lives.begin();
        Probe probe = new Probe(lives.engine());
        for (int i = 0; i < 5; i++) {
            probe.put("key " + i, new byte[20], i, 0);
        }
        assertThat(lives.endAndSave()).isEqualTo(5);
        good = Files.readAllBytes(file);
        empty = new Lives(NodeOptions.defaults().withMemory(MemorySize.mebibytes(8)), directory.resolve("other"));
        empty.begin();
    }

    @AfterEach
    void close() {
        lives.close();
        empty.close();
    }

    private void replace(byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Another life has begun, whose engine stays as it is. */
    private void assertColdWith(byte[] bytes, String what) throws IOException {
        replace(bytes);
        assertThat(lives.tryOn(empty.engine())).as(what).isNotNull().startsWith(file + " is not used: ");
        assertThat(empty.items()).as(what).isEmpty();
    }

    @Test
    void itsFormIsWhatItSays() throws IOException {
        replace(good);
        assertThat(lives.begin()).isNull();
        assertThat(lives.items()).hasSize(5);
        assertThat(lives.endAndSave()).isEqualTo(5);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.size(file)).isEqualTo(good.length);
    }

    @Test
    void cutShortAnywhereNothingIsUsed() throws IOException {
        for (int length = 0; length < good.length; length++) {
            assertColdWith(Arrays.copyOf(good, length), "cut to " + length);
        }
        assertColdWith(Arrays.copyOf(good, good.length + 1), "with a byte more");
    }

    @Test
    void withOneBitChangedAnywhereNothingIsUsed() throws IOException {
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= (byte) (1 << at % 8);
            assertColdWith(changed, "changed at " + at);
            assertThat(Files.exists(file)).as("what is not ours stays").isEqualTo(at < MAGIC);
        }
    }

    @Test
    void anotherFormatIsNamed() throws IOException {
        byte[] later = good.clone();
        later[MAGIC]++;
        replace(later);
        assertThat(lives.begin()).contains("it has format 2, and this node reads format 1");
    }

    /** The checksums are right: something else wrote it, or our own code is at fault. */
    @Test
    void aCountThatIsWrongLeavesNoHalf() throws IOException {
        replace(good);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileHeader header = FileHeader.read(channel);
            FileHeader wrong = new FileHeader(
                    header.savedMillis(),
                    header.savedNanos(),
                    header.lastCas(),
                    header.items() + 1,
                    header.fileBytes(),
                    header.flushDue(),
                    header.settings());
            channel.write(wrong.encoded(), 0);
        }
        assertThat(lives.begin()).contains("it holds 5 items, and was written with 6");
        assertThat(lives.items()).isEmpty();
        assertThat(new Probe(lives.engine()).statistic("curr_items")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void aFileThatOthersMayReadOrWriteIsNotUsed(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThat(lives.begin()).contains("others may read or write it (" + permissions + ")");
        assertThat(lives.items()).isEmpty();
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void whatIsNoMemoryFileIsNeitherUsedNorRemovedNorWrittenOver() throws IOException {
        byte[] letter = "Dear reader".getBytes(StandardCharsets.US_ASCII);
        replace(letter);
        assertThat(lives.begin()).contains("it is no memory file");
        new Probe(lives.engine()).put("key", new byte[1]);
        assertThat(lives.endAndSave()).isZero();
        assertThat(file).hasBinaryContent(letter);
    }

    @Test
    void aLinkOrAFolderIsNotFollowed() throws IOException {
        Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertThat(lives.begin()).contains("it is no ordinary file");
        assertThat(lives.endAndSave()).isZero();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(lives.begin()).contains("it is no ordinary file");
        assertThat(elsewhere).hasBinaryContent(good);
    }

    @Test
    void whatWasLeftOfAnEarlierWritingIsRemoved() throws IOException {
        Path half = directory.resolve("memory.tmp");
        Files.write(half, good);
        lives.begin();
        assertThat(half).doesNotExist();
        assertThat(lives.items()).hasSize(5);
        assertThat(permissions(directory.resolve("memory.lock"))).isEqualTo("rw-------");
    }
}
