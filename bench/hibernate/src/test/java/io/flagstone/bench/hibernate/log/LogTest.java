package io.flagstone.bench.hibernate.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {

    private static History written(Path directory, String cutOff) throws IOException {
        Path file = directory.resolve("log");
        try (LogWriter log = new LogWriter(file, 2)) {
            log.read(Op.FIND, "plain/1", Read.ABSENT, 5, 6);
            long ended = log.intent(Op.UPDATE, "plain/1", 7, false, 8);
            log.intent(Op.TOGGLE, "slot/1", 9, true, 10);
            log.ended(ended, 11, Outcome.OK);
            log.done(Op.UPDATE, 8, 12, Outcome.FAILED, "an error\nof two lines");
            log.sample(1, 13, 14, 15, 16);
            log.probe(17, 18, true);
        }
        Files.writeString(file, Files.readString(file) + cutOff);
        History history = new History();
        LogReader.read(file, 99, history);
        return history;
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path directory) throws IOException {
        History history = written(directory, "");
        assertThat(history.reads()).containsExactly(new Read(2, Op.FIND, "plain/1", Read.ABSENT, 5, 6));
        assertThat(history.operations())
                .containsExactly(new Done(2, Op.UPDATE, 8, 12, Outcome.FAILED, "an error of two lines"));
        assertThat(history.samples()).containsExactly(new Sample(2, 1, 13, 14, 15, 16));
        assertThat(history.probes()).containsExactly(new Probe(2, 17, 18, true));
    }

    @Test
    void aWriteWhoseEndWasNotSeenIsUnknownUntilItsJvmHadEnded(@TempDir Path directory) throws IOException {
        assertThat(written(directory, "").writes())
                .containsExactly(
                        new Write(2, Op.UPDATE, "plain/1", 7, false, 8, 11, Outcome.OK),
                        new Write(2, Op.TOGGLE, "slot/1", 9, true, 10, 99, Outcome.UNKNOWN));
    }

    @Test
    void aLineThatAKilledJvmLeftUnfinishedIsLeftOut(@TempDir Path directory) throws IOException {
        assertThat(written(directory, "R 2 FIND plain/1 12").reads()).hasSize(1);
    }
}
