package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "options.md");

    @Test
    void thePageListsExactlyTheOptionsThatThereAre() throws IOException {
        List<String> expected = new ArrayList<>();
        for (ManagerSetting setting : ManagerSetting.values()) {
            expected.add(row(setting.key(), setting.standard(), setting.meaning()));
        }
        for (CacheSetting setting : CacheSetting.values()) {
            expected.add(row("flagstone.cache.<pattern>." + setting.option(), setting.standard(), setting.meaning()));
        }
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String row(String key, String standard, String meaning) {
        return "| `" + key + "` | " + (standard.isEmpty() ? "" : "`" + standard + "`") + " | " + meaning + " |";
    }
}
