package io.flagstone.testkit.report;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints one verdict over all tests of a checkout.
 *
 * <pre>
 *   TestVerdict ROOT [DIRECTORY...]
 * </pre>
 *
 * reads every report of Surefire and Failsafe under the root, and the TCK exclude lists under the directories (default:
 * the root). The last line is {@code N passed, N failed, N skipped}; errors, and reports that cannot be read, count as
 * failed. The status is 0 only if nothing failed and something passed. Run it after a build from clean: a report that an
 * earlier build left behind is counted too.
 */
public final class TestVerdict {
    private static final int WIDTH = 78;
    private static final int MOST_LINES = 40;
    private static final int MOST_LINES_EACH = 4;

    private final PrintStream out;

    TestVerdict(PrintStream out) {
        this.out = out;
    }

    /** Prints the verdict and ends the JVM. */
    public static void main(String[] args) {
        System.exit(new TestVerdict(System.out).run(List.of(args)));
    }

    /** Prints the verdict; the result is the exit status. */
    int run(List<String> args) {
        List<Path> paths = args.stream().map(Path::of).toList();
        if (paths.isEmpty() || !paths.stream().allMatch(Files::isDirectory)) {
            out.println("Usage: TestVerdict ROOT [DIRECTORY...]; all must be directories");
            return 2;
        }
        TestRun run = TestRun.under(paths.get(0));
        Tally total = run.total();
        printTable(run.groups());
        printSome("FAILED ", total.failures());
        printSome("SKIPPED ", total.skips());
        (paths.size() > 1 ? paths.subList(1, paths.size()) : paths)
                .forEach(directory -> ExcludeLists.under(directory).forEach(this::printExcluded));
        out.printf(Locale.ROOT, "%d passed, %d failed, %d skipped%n", total.passed(), total.failed(), total.skipped());
        return total.failed() == 0 && total.passed() > 0 ? 0 : 1;
    }

    private void printTable(Map<String, Tally> groups) {
        out.printf(Locale.ROOT, "%-45s%11s%11s%11s%n", "group", "passed", "failed", "skipped");
        groups.forEach((group, tally) -> out.printf(
                Locale.ROOT, "%-45s%11d%11d%11d%n", cut(group, 45), tally.passed(), tally.failed(), tally.skipped()));
    }

    private void printSome(String what, List<String> tests) {
        tests.stream().limit(MOST_LINES).forEach(test -> printWrapped(what + test));
        if (tests.size() > MOST_LINES) {
            out.println("and " + (tests.size() - MOST_LINES) + " more");
        }
    }

    private void printExcluded(Path file, List<String> entries) {
        out.println(cut("excluded from the TCK by " + file + ":", WIDTH));
        (entries.isEmpty() ? List.of("nothing") : entries).forEach(entry -> out.println(cut("  " + entry, WIDTH)));
    }

    /** At most a few lines, broken between words. */
    private void printWrapped(String text) {
        StringBuilder line = new StringBuilder();
        int lines = 0;
        for (String word : text.trim().split("\\s+")) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > 0) {
                out.println(cut(line.toString(), WIDTH));
                line.setLength(0);
                line.append(" ");
                if (++lines == MOST_LINES_EACH) {
                    return;
                }
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        out.println(cut(line.toString(), WIDTH));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3) + "...";
    }
}
