package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.LruTuning;
import io.flagstone.server.store.SlabControls;

/** {@code lru tune HOT WARM HOTAGE WARMAGE}, {@code lru mode flat|segmented}, {@code lru temp_ttl SECONDS}. */
public final class LruCommand {
    private static final byte[] TUNE = Text.ascii("tune");
    private static final byte[] MODE = Text.ascii("mode");
    private static final byte[] TEMP_TTL = Text.ascii("temp_ttl");
    private static final byte[] FLAT = Text.ascii("flat");
    private static final byte[] SEGMENTED = Text.ascii("segmented");
    private static final int SHARES_MAX = 80;
    private static final int TUNE_ARGUMENTS = 4;

    private final Desk desk;

    /** The command, at this desk. */
    public LruCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line. */
    public void execute() {
        Line line = desk.line();
        boolean quiet = line.wantsNoReply();
        SlabControls controls = desk.facts().engine().controls();
        if (controls == null || !line.next()) {
            desk.say(quiet, Replies.ERROR);
        } else if (desk.says(TUNE) && desk.tokensLeft(quiet) >= TUNE_ARGUMENTS) {
            desk.say(quiet, tune(controls));
        } else if (desk.says(MODE) && desk.tokensLeft(quiet) >= 1) {
            desk.say(quiet, mode(controls));
        } else if (desk.says(TEMP_TTL) && desk.tokensLeft(quiet) >= 1) {
            desk.say(quiet, temporaryTtl(controls));
        } else {
            desk.say(quiet, Replies.ERROR);
        }
    }

    private byte[] tune(SlabControls controls) {
        long hot = share();
        long warm = share();
        double hotAge = age();
        double warmAge = age();
        if (hot < 0 || warm < 0 || Double.isNaN(hotAge) || Double.isNaN(warmAge)) {
            return Replies.ERROR;
        }
        if (hot + warm > SHARES_MAX) {
            return Replies.LRU_SHARES;
        }
        if (hotAge <= 0 || warmAge <= 0) {
            return Replies.LRU_AGES;
        }
        controls.lruTuning(controls.lruTuning().withShares((int) hot, (int) warm, hotAge, warmAge));
        return Replies.OK;
    }

    private long share() {
        desk.line().next();
        return desk.readsUnsigned() ? desk.numbers().value() : -1;
    }

    private double age() {
        desk.line().next();
        return desk.decimal();
    }

    private byte[] mode(SlabControls controls) {
        desk.line().next();
        boolean segmented = desk.says(SEGMENTED);
        if (!segmented && !desk.says(FLAT)) {
            return Replies.ERROR;
        }
        controls.lruTuning(controls.lruTuning().withSegments(segmented));
        return Replies.OK;
    }

    private byte[] temporaryTtl(SlabControls controls) {
        desk.line().next();
        if (!desk.readsSigned()) {
            return Replies.ERROR;
        }
        LruTuning tuning = controls.lruTuning();
        controls.lruTuning(
                tuning.withTemporaryTtl((int) Math.max(0, desk.numbers().value())));
        return Replies.OK;
    }
}
