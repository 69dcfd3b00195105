package io.flagstone.provider.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Settings: options, or a {@link ConfigurationProblem} that says what is wrong. The first line may be a manager's URI. */
public final class SettingsFuzz {

    private static final ClassLoader NOTHING = new ClassLoader(null) {};

    private SettingsFuzz() {}

    public static List<byte[]> seeds() {
        Stream<String> all = Stream.concat(
                Stream.of(ManagerSetting.values()).map(setting -> setting.key() + "=" + setting.standard()),
                Stream.of(CacheSetting.values())
                        .map(setting -> "flagstone.cache.a*." + setting.option() + "=" + setting.standard()));
        return Stream.concat(
                        all.map(line -> "\n" + line + "\n"),
                        Stream.of(
                                "memcached://a:1;[::1]:2*64m/1k;c=d:3@z\nflagstone.timeout=5ms\n",
                                "flagstone:x\nflagstone.nodes=a,b\nflagstone.cache.*.copies=2\nflagstone.namespace=n\n",
                                "\nflagstone.nodes=dns:x:1\nflagstone.tls=on\nflagstone.user=u\nflagstone.placement=ketama\n"))
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, UTF_8);
        int line = text.indexOf('\n');
        URI uri = uri(line <= 0 ? "" : text.substring(0, line));
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text.substring(line + 1)));
        } catch (IllegalArgumentException e) {
            return; // Java's own word on the file; ours is said where it is read
        }
        try {
            Settings settings = Settings.gather(uri, NOTHING, properties, new Properties(), Map.of());
            ClientOptions client = settings.client();
            assertThat(client.link().timeout()).isPositive();
            assertThat(settings.cache("any", Map.of()).inflatedLimit()).isPositive();
        } catch (ConfigurationProblem e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Files are not read, whatever they are. */
    private static URI uri(String text) {
        try {
            URI uri = URI.create(text);
            return Settings.NODES_SCHEME.equals(uri.getScheme()) ? uri : URI.create("flagstone:any");
        } catch (IllegalArgumentException e) {
            return URI.create("flagstone:any");
        }
    }
}
