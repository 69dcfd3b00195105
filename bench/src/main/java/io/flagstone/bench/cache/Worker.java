package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Measurement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * The program of an arm's JVM: opens a cache, takes jobs by lines on its standard input, and answers with lines that
 * begin with {@value #MARK}, for providers print on standard output too.
 *
 * <pre>
 *   prepare JOB      @@ prepared
 *   run JOB          @@ measured FIGURES
 *   end              (ends)
 *                    @@ failed MESSAGE
 * </pre>
 */
final class Worker {
    static final String MARK = "@@ ";
    static final String READY = MARK + "ready";
    static final String PREPARED = MARK + "prepared";
    static final String MEASURED = MARK + "measured ";
    static final String FAILED = MARK + "failed ";

    private Worker() {}

    /** Takes the provider's class, the URI (may be empty), a properties file (may be empty) and the server's process id. */
    public static void main(String[] args) throws IOException {
        try (CacheSession session = open(args)) {
            System.out.println(READY);
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = input.readLine();
            while (line != null && !line.equals("end")) {
                System.out.println(answer(session, line.split(" ", -1)));
                line = input.readLine();
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.out.println(FAILED + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private static CacheSession open(String[] args) throws IOException {
        OptionalLong pid = args[3].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[3]));
        return new CacheSession("", args[0], args[1], properties(args[2]), pid);
    }

    static Properties properties(String file) throws IOException {
        Properties properties = new Properties();
        if (!file.isEmpty()) {
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private static String answer(CacheSession session, String[] words) {
        CacheJob job = CacheJob.ofWords(words, 1);
        if (words[0].equals("prepare")) {
            session.prepare(job);
            return PREPARED;
        }
        return MEASURED + words(session.run(job));
    }

    static String words(Measurement run) {
        return run.perSecond() + " " + run.p50() + " " + run.p99() + " " + run.p999() + " " + run.clientMicros() + " "
                + run.serverMicros() + " " + run.loadShare() + " " + run.misses() + " " + run.errors();
    }

    static Measurement ofWords(String text) {
        String[] words = text.split(" ", -1);
        double[] figures = new double[7];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Double.parseDouble(words[i]);
        }
        return new Measurement(
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                figures[4],
                figures[5],
                figures[6],
                Long.parseLong(words[7]),
                Long.parseLong(words[8]));
    }
}
