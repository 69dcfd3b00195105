package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.PageMoving;
import io.flagstone.server.store.SlabControls;

/** {@code slabs reassign FROM TO} and {@code slabs automove 0|1|2}, {@code ratio R}, {@code window SECONDS}. */
public final class SlabsCommand {
    private static final byte[] REASSIGN = Text.ascii("reassign");
    private static final byte[] AUTOMOVE = Text.ascii("automove");
    private static final byte[] RATIO = Text.ascii("ratio");
    private static final byte[] WINDOW = Text.ascii("window");
    private static final int LEVEL_MAX = 2;
    private static final int WINDOW_MIN = 3;
    private static final int WINDOW_MAX = 1800;

    private final Desk desk;

    /** The command, at this desk. */
    public SlabsCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line. */
    public void execute() {
        Line line = desk.line();
        boolean quiet = line.wantsNoReply();
        SlabControls controls = desk.facts().engine().controls();
        if (!line.next()) {
            desk.say(quiet, Replies.ERROR);
        } else if (controls == null) {
            desk.say(quiet, Replies.REASSIGN_DISABLED);
        } else if (desk.says(REASSIGN) && desk.tokensLeft(false) == 2) {
            desk.say(quiet, reassign(controls));
        } else if (desk.says(AUTOMOVE) && desk.tokensLeft(false) > 0) {
            desk.say(quiet, automove(controls, quiet));
        } else {
            desk.say(quiet, Replies.ERROR);
        }
    }

    private byte[] reassign(SlabControls controls) {
        desk.line().next();
        boolean readable = desk.readsSigned();
        int from = (int) desk.numbers().value();
        desk.line().next();
        if (!readable || !desk.readsSigned()) {
            return Replies.BAD_FORMAT;
        }
        return switch (controls.reassign(from, (int) desk.numbers().value())) {
            case STARTED -> Replies.OK;
            case BUSY -> Replies.REASSIGN_BUSY;
            case BAD_CLASS -> Replies.REASSIGN_BAD_CLASS;
            case NO_SPARE -> Replies.REASSIGN_NO_SPARE;
            case SAME -> Replies.REASSIGN_SAME;
        };
    }

    private byte[] automove(SlabControls controls, boolean quiet) {
        desk.line().next();
        PageMoving moving = controls.pageMoving();
        if (desk.says(RATIO)) {
            return desk.tokensLeft(quiet) == 0 ? Replies.ERROR : ratio(controls, moving);
        }
        if (desk.says(WINDOW)) {
            return desk.tokensLeft(quiet) == 0 ? Replies.ERROR : window(controls, moving);
        }
        if (!desk.readsUnsigned()) {
            return Replies.BAD_FORMAT;
        }
        if (desk.numbers().value() > LEVEL_MAX) {
            return Replies.ERROR;
        }
        controls.pageMoving(moving.atLevel((int) desk.numbers().value()));
        return Replies.OK;
    }

    private byte[] ratio(SlabControls controls, PageMoving moving) {
        desk.line().next();
        double ratio = desk.decimal();
        if (Double.isNaN(ratio)) {
            return Replies.ERROR;
        }
        controls.pageMoving(moving.withRatio(ratio));
        return Replies.OK;
    }

    private byte[] window(SlabControls controls, PageMoving moving) {
        desk.line().next();
        if (!desk.readsUnsigned()) {
            return Replies.ERROR;
        }
        long seconds = desk.numbers().value();
        if (seconds < WINDOW_MIN || seconds > WINDOW_MAX) {
            return Replies.AUTOMOVE_WINDOW;
        }
        controls.pageMoving(moving.withWindow((int) seconds));
        return Replies.OK;
    }
}
