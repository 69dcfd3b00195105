package io.flagstone.provider.faults;

import io.flagstone.provider.FlagstoneCachingProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with some clients that ask, at a steady pace, and note what they are told. Spoken to by lines:
 *
 * <pre>
 *   (start)        ready
 *   begin ROUND    begun            on keys of that round from now on
 *   mark           marked           calls are counted anew
 *   status         status CALM LAST the fewest calls that any thread has had answered since its last failure, or since the
 *                                   mark; and the nanosecond of the last failure of all, 0 for none
 *   finish FILE    finished STALL   the history is in the file; the longest that this JVM had to wait for a processor, ns
 * </pre>
 *
 * Arguments: settings {@code key=value}, and those of {@link Load} under {@code load.}
 */
public final class FaultWorker {

    private final List<CacheManager> managers = new ArrayList<>();
    private final List<Cache<String, String>> caches = new ArrayList<>();
    private final Load load;
    private @Nullable Shift shift;

    private FaultWorker(Properties settings) {
        load = Load.from(settings);
        settings.keySet().removeIf(key -> key.toString().startsWith(Load.PREFIX));
        for (int i = 0; i < load.clients(); i++) {
            CacheManager manager = new FlagstoneCachingProvider()
                    .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, settings);
            managers.add(manager);
            caches.add(manager.createCache("c", new MutableConfiguration<String, String>()));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            settings.setProperty(argument.substring(0, equals), argument.substring(equals + 1));
        }
        FaultWorker worker = new FaultWorker(settings);
        System.out.println("ready");
        worker.serve();
        worker.managers.forEach(CacheManager::close);
    }

    private void serve() throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            String[] words = line.split(" ", 2);
            System.out.println(answer(words[0], words.length > 1 ? words[1] : ""));
        }
    }

    private String answer(String verb, String argument) throws InterruptedException {
        Shift now = shift;
        if (verb.equals("begin")) {
            shift = new Shift(load, caches, argument);
            return "begun";
        }
        if (now == null) {
            throw new IllegalStateException(verb + " before begin");
        }
        return switch (verb) {
            case "mark" -> {
                now.mark();
                yield "marked";
            }
            case "status" -> "status " + now.calm() + " " + now.lastFailure();
            case "finish" -> "finished " + now.finish(Path.of(argument));
            default -> throw new IllegalArgumentException(verb);
        };
    }
}
