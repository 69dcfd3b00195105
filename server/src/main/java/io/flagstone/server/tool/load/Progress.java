package io.flagstone.server.tool.load;

import io.flagstone.server.tool.console.Figures;
import io.flagstone.server.tool.console.Screen;

/** How far it is, on standard error: one line that is written over on a terminal, a line now and then elsewhere. */
final class Progress {
    private static final long NANOS_ON_TERMINAL = 200_000_000;
    private static final long NANOS_IN_LINES = 5_000_000_000L;
    private static final String CLEAR = "\r\u001b[K";

    private final Screen screen;
    private final long size;
    private final long period;
    private final long started = System.nanoTime();
    private long due;

    /**
     * Progress through a file.
     *
     * @param size its bytes; 0 when that is not known
     */
    Progress(Screen screen, long size) {
        this.screen = screen;
        this.size = size;
        this.period = screen.canMoveErr() ? NANOS_ON_TERMINAL : NANOS_IN_LINES;
        this.due = started + period;
    }

    /** Shows it, if it is time. */
    void show(Tally tally, long bytes) {
        long now = System.nanoTime();
        if (now - due >= 0) {
            due = now + period;
            String line = line(tally, bytes, (now - started) / 1e9);
            screen.remark(screen.canMoveErr() ? CLEAR + line : line + "\n");
        }
    }

    private String line(Tally tally, long bytes, double seconds) {
        double share = Figures.share(Math.min(bytes, size), size);
        String bar = size == 0 ? "" : "[" + Figures.bar(share) + "] " + Figures.percent(share) + "%  ";
        return bar + tally + "  " + Figures.count(tally.done() / seconds) + "/s";
    }

    /** A remark about a line, without the progress in its way. */
    void complain(String text) {
        screen.remark(screen.canMoveErr() ? CLEAR : "");
        screen.complain(text);
    }

    /** Takes away what would be in the way of what follows; answers the seconds that it took. */
    double end() {
        screen.remark(screen.canMoveErr() ? CLEAR : "");
        return (System.nanoTime() - started) / 1e9;
    }
}
