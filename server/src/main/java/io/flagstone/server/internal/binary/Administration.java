package io.flagstone.server.internal.binary;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.internal.report.Version;
import io.flagstone.server.store.StatisticsGroup;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests that concern the node rather than an item. */
final class Administration {
    private static final byte[] VERSION = Text.ascii(Version.TEXT);

    private final Tools tools;
    private final NodeFacts facts;
    private final Answers answers;

    Administration(Tools tools, Answers answers) {
        this.tools = tools;
        this.facts = tools.facts();
        this.answers = answers;
    }

    void version() {
        answers.header(Status.DONE, 0, 0, VERSION.length, 0);
        answers.put(VERSION, 0, VERSION.length);
    }

    void flush(Request request) {
        if (!facts.options().is(Option.FLUSH)) {
            answers.error(Status.FORBIDDEN);
            return;
        }
        tools.flush(request.extrasLength() == 0 ? 0 : Frame.unsigned32(request.bytes(), request.extras()));
        if (!request.isQuiet()) {
            answers.done(0);
        }
    }

    /** A reply for each statistic, its name as the key, and one without a key as the end. */
    void statistics(Request request) {
        String asked = new String(request.bytes(), request.key(), request.keyLength(), StandardCharsets.ISO_8859_1);
        if (asked.startsWith("reset")) {
            facts.resetStatistics();
            answers.done(0);
        } else if (asked.startsWith("settings")) {
            report(SettingsReport.of(facts));
        } else {
            switch (asked) {
                case "" -> report(GeneralReport.of(facts));
                case "items" -> report(facts.engine().statistics(StatisticsGroup.ITEMS));
                case "slabs" -> report(SlabsReport.of(facts));
                case "sizes" -> report(facts.engine().statistics(StatisticsGroup.SIZES));
                default -> answers.error(Status.NOT_FOUND);
            }
        }
    }

    private void report(Map<String, String> report) {
        report.forEach((name, text) -> {
            byte[] key = Text.ascii(name);
            byte[] value = Text.ascii(text);
            answers.header(Status.DONE, 0, key.length, value.length, 0);
            answers.put(key, 0, key.length);
            answers.put(value, 0, value.length);
        });
        answers.done(0);
    }
}
