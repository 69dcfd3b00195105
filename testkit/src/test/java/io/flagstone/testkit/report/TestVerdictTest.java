package io.flagstone.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestVerdictTest {
    private static final String PASSED =
            "<testcase classname='a.B' name='works' time='0.1'><system-out>x</system-out></testcase>";
    private static final String FAILED =
            "<testcase classname='a.B' name='breaks'><failure message='expected: 1&#10;was: 2'>at</failure></testcase>";
    private static final String BROKE = "<testcase classname='a.B' name='throws'><error message='oops'/></testcase>";
    private static final String SKIPPED =
            "<testcase classname='a.B' name='waits'><skipped message='no memcached'/></testcase>";
    private static final String FLAKY =
            "<testcase classname='a.B' name='flakes'><flakyFailure message='once'/></testcase>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int status;

    @BeforeEach
    void addAGreenModule() throws IOException {
        report("server/target/surefire-reports/TEST-a.B.xml", "a.B", PASSED, PASSED, SKIPPED);
    }

    @Test
    void theLastLineAddsEverythingUp() throws IOException {
        report("provider/target/surefire-reports/TEST-a.C.xml", "a.C", PASSED);
        report("provider/target/failsafe-reports/TEST-a.CIT.xml", "a.CIT", PASSED, FLAKY);
        assertThat(lines()).last().isEqualTo("5 passed, 0 failed, 1 skipped");
        assertThat(status).isZero();
        assertThat(lines()).anyMatch(line -> line.matches("provider +3 +0 +0"));
    }

    @Test
    void failuresAndErrorsBothFailAndAreNamed() throws IOException {
        report("provider/target/surefire-reports/TEST-a.C.xml", "a.C", FAILED, BROKE);
        assertThat(lines())
                .contains("FAILED a.B.breaks: expected: 1 was: 2", "FAILED a.B.throws: oops")
                .last()
                .isEqualTo("2 passed, 2 failed, 1 skipped");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void theTckIsGroupedByItsVariants() throws IOException {
        report("tck/target/surefire-reports-embedded/TEST-t.T.xml", "t.T", PASSED);
        report("tck/target/surefire-reports/stock/TEST-t.T.xml", "t.T", PASSED);
        report("tck/target/failsafe-reports/TEST-t.T-nodes.xml", "t.T(nodes)", PASSED, PASSED);
        assertThat(lines())
                .anyMatch(line -> line.matches("tck embedded +1 +0 +0"))
                .anyMatch(line -> line.matches("tck stock +1 +0 +0"))
                .anyMatch(line -> line.matches("tck nodes +2 +0 +0"));
    }

    @Test
    void aReportThatCannotBeReadIsAFailure() throws IOException {
        write("bench/target/surefire-reports/TEST-a.D.xml", "<testsuite name='a.D'><testcase cl");
        assertThat(lines()).last().isEqualTo("2 passed, 1 failed, 1 skipped");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void noOutsideEntityIsRead() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "sesame");
        write(
                "bench/target/surefire-reports/TEST-a.D.xml",
                "<!DOCTYPE testsuite [<!ENTITY s SYSTEM '" + secret.toUri() + "'>]><testsuite name='a.D'>"
                        + "<testcase classname='a.D' name='x'><failure message='m'>&s;</failure></testcase></testsuite>");
        assertThat(String.join("\n", lines())).doesNotContain("sesame").contains(" 1 failed,");
    }

    @Test
    void nothingPassedIsNotAPass() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThat(lines(empty)).last().isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void excludeListsArePrintedWithoutCommentsAndCopies() throws IOException {
        write("tck/src/test/resources/ExcludeList", "# why\n\norg.jsr107.tck.CachingTest#dummyTest\n");
        write("tck/target/test-classes/ExcludeList", "copy\n");
        assertThat(lines())
                .contains(
                        "excluded from the TCK by tck/src/test/resources/ExcludeList:",
                        "  org.jsr107.tck.CachingTest#dummyTest")
                .doesNotContain("  copy");
    }

    @Test
    void theReasonForSkippingATestIsSaidInFull() throws IOException {
        String reason = "the second opinion is missing: no program of that name is on the PATH; install it";
        report("provider/target/surefire-reports/TEST-a.C.xml", "a.C", SKIPPED.replace("no memcached", reason));
        assertThat(String.join("", lines())).contains("SKIPPED a.B.waits: " + reason.substring(0, 40));
        assertThat(lines()).contains("SKIPPED a.B.waits: no memcached").anyMatch(line -> line.endsWith("install it"));
    }

    @Test
    void noLineIsWiderThanATerminal() throws IOException {
        String name = "x".repeat(200);
        report("m".repeat(100) + "/target/surefire-reports/TEST-a.C.xml", "a.C", FAILED.replace("breaks", name));
        write("tck/" + name + "/ExcludeList", name + "\n");
        assertThat(lines()).allMatch(line -> line.length() <= 78);
    }

    @Test
    void otherFilesAreNoReports() throws IOException {
        report("docs/TEST-a.C.xml", "a.C", FAILED);
        write("provider/target/surefire-reports/a.C.txt", "Tests run: 1");
        assertThat(lines()).last().isEqualTo("2 passed, 0 failed, 1 skipped");
    }

    @Test
    void aMissingRootIsAnErrorOfItsOwn() {
        assertThat(new TestVerdict(new PrintStream(printed)).run(List.of("/no/such")))
                .isEqualTo(2);
        assertThat(new TestVerdict(new PrintStream(printed)).run(List.of())).isEqualTo(2);
    }

    private void report(String path, String suite, String... testCases) throws IOException {
        write(
                path,
                "<?xml version='1.0'?><testsuite name='" + suite + "'><properties/>" + String.join("", testCases)
                        + "</testsuite>");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> lines() {
        return lines(root);
    }

    private List<String> lines(Path directory) {
        printed.reset();
        status = new TestVerdict(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(List.of(directory.toString()));
        return new ArrayList<>(printed.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
