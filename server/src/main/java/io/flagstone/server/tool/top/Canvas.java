package io.flagstone.server.tool.top;

import io.flagstone.server.tool.console.Screen;
import java.util.List;

/**
 * A terminal's other screen, drawn over again and again: without cursor, and without wrapping lines that are too long. What
 * was there before comes back with {@link #close}, which any thread may call.
 */
final class Canvas implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\n";
    private static final String BELOW = "\u001b[J";

    /** Heading, sum and one node. */
    private static final int LEAST = 7;

    private final Screen screen;
    private boolean isOpen = true;

    Canvas(Screen screen) {
        this.screen = screen;
        screen.print(ENTER);
        screen.flush();
    }

    /** Draws lines from the top; those that do not fit are counted in the last one. */
    synchronized void draw(List<String> lines) {
        if (isOpen) {
            int most = screen.rows() == 0 ? Integer.MAX_VALUE : Math.max(LEAST, screen.rows() - 1);
            boolean fits = lines.size() <= most;
            List<String> shown = fits ? lines : lines.subList(0, most - 1);
            screen.print(HOME + String.join(END_OF_LINE, shown) + END_OF_LINE);
            if (!fits) {
                screen.print((lines.size() - shown.size()) + " more nodes do not fit" + END_OF_LINE);
            }
            screen.print(BELOW);
            screen.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (isOpen) {
            isOpen = false;
            screen.print(LEAVE);
            screen.flush();
        }
    }
}
