package io.flagstone.server.internal.binary;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.operator.SizesCommand;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.internal.report.Version;
import io.flagstone.server.store.StatisticsGroup;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests that concern the node rather than an item. */
final class Administration {
    private static final byte[] VERSION = Text.ascii(Version.TEXT);
    private static final String DETAIL = "detail";
    private static final byte[] DETAILED = Text.ascii("detailed");
    private static final byte[] SIZES_STATUS = Text.ascii("sizes_status");
    private static final byte[] ENABLED = Text.ascii("enabled");
    private static final byte[] DISABLED = Text.ascii("disabled");

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
    void statistics(BinaryDialogue dialogue, Request request) {
        String asked = new String(request.bytes(), request.key(), request.keyLength(), StandardCharsets.ISO_8859_1);
        if (asked.startsWith("reset")) {
            facts.resetStatistics();
            answers.done(0);
        } else if (asked.startsWith("settings")) {
            report(SettingsReport.of(facts));
        } else if (asked.startsWith(DETAIL)) {
            detail(asked.substring(DETAIL.length()));
        } else {
            group(dialogue, asked);
        }
    }

    private void group(BinaryDialogue dialogue, String name) {
        switch (name) {
            case "" -> report(GeneralReport.of(facts));
            case "items" -> report(facts.engine().statistics(StatisticsGroup.ITEMS));
            case "slabs" -> report(SlabsReport.of(facts));
            case "sizes" -> sizes(dialogue);
            case "sizes_enable" -> trackSizes(true);
            case "sizes_disable" -> trackSizes(false);
            default -> answers.error(Status.NOT_FOUND);
        }
    }

    /** What follows the word detail; of longer words memcached reads the beginning. */
    private void detail(String what) {
        if (what.startsWith(" dump")) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            facts.prefixes().lines().forEach(text::writeBytes);
            text.writeBytes(Replies.END);
            answers.statistic(DETAILED, text.toByteArray());
            answers.done(0);
        } else if (what.startsWith(" on") || what.startsWith(" off")) {
            facts.prefixes().enabled(what.startsWith(" on"));
            answers.done(0);
        } else {
            answers.error(Status.NOT_FOUND);
        }
    }

    private void sizes(BinaryDialogue dialogue) {
        if (facts.runtime().tracksSizes()) {
            dialogue.answer(new SizesCommand(facts.engine().walk(), this::report));
        } else {
            answers.statistic(SIZES_STATUS, DISABLED);
            answers.done(0);
        }
    }

    /** As in memcached, nothing marks the end of this answer. */
    private void trackSizes(boolean is) {
        facts.runtime().trackSizes(is);
        answers.statistic(SIZES_STATUS, is ? ENABLED : DISABLED);
    }

    private void report(Map<String, String> report) {
        report.forEach((name, text) -> answers.statistic(Text.ascii(name), Text.ascii(text)));
        answers.done(0);
    }
}
