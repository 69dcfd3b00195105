package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.placement.ClusterMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperatingPageTest {

    @Test
    void theGuideNamesAttributesThatTheClusterBeanHas() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        String rows = page.substring(page.indexOf("| From the bean `io.flagstone:type=Cluster`"));
        rows = rows.substring(0, rows.indexOf("\n\n"));
        List<String> attributes = Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\|")
                .matcher(rows)
                .results()
                .flatMap(row -> Arrays.stream(row.group(1).replace("`", "").split(", ")))
                .toList();
        List<String> existing = Arrays.stream(ClusterMXBean.class.getMethods())
                .map(method -> method.getName().replaceFirst("^get", ""))
                .toList();
        assertThat(attributes).hasSizeGreaterThan(5).allMatch(existing::contains);
    }
}
