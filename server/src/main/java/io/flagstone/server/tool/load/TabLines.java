package io.flagstone.server.tool.load;

import io.flagstone.server.tool.console.KeyText;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Lines of key, tab, value, and perhaps a tab and the seconds to live, with the escapes of {@link KeyText}. */
final class TabLines implements Source {
    /** To memcached more seconds are a date (30 days). */
    private static final long RELATIVE_MAX = 60 * 60 * 24 * 30;
    /** Until which a date fits in 32 bits, with which older memcacheds count. */
    private static final long TTL_MAX = 1_000_000_000;

    private final Lines lines;
    private final long ttl;
    private final Clock clock;

    /**
     * Orders in lines.
     *
     * @param ttl seconds to live for lines that do not say so; 0 for no end
     */
    TabLines(Lines lines, long ttl, Clock clock) {
        this.lines = lines;
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public @Nullable Order next() throws BadLine, IOException {
        byte[] line = lines.nextFilled();
        return line == null ? null : order(line);
    }

    private Order order(byte[] line) throws BadLine {
        int first = tab(line, 0);
        if (first == line.length) {
            throw bad("there is no tab behind the key");
        }
        int second = tab(line, first + 1);
        long life = second == line.length ? ttl : ttl(line, second + 1);
        try {
            byte[] key = KeyText.unescape(line, 0, first);
            byte[] value = KeyText.unescape(line, first + 1, second);
            String fault = Keys.fault(key);
            if (fault != null) {
                throw bad(fault);
            }
            return new Order(lines.number(), key, value, life == 0 ? "" : " T" + expiry(life));
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static int tab(byte[] line, int from) {
        int at = from;
        while (at < line.length && line[at] != '\t') {
            at++;
        }
        return at;
    }

    private long ttl(byte[] line, int from) throws BadLine {
        long seconds = 0;
        boolean isNumber = from < line.length;
        for (int i = from; i < line.length; i++) {
            isNumber &= line[i] >= '0' && line[i] <= '9';
            seconds = Math.min(TTL_MAX + 1, seconds * 10 + line[i] - '0');
        }
        if (!isNumber || seconds > TTL_MAX) {
            throw bad("behind the second tab is no number of seconds, 0 to " + TTL_MAX + "; a tab in a value is \\t");
        }
        return seconds;
    }

    private long expiry(long life) {
        return life <= RELATIVE_MAX ? life : clock.millis() / 1000 + life;
    }

    private BadLine bad(String reason) {
        return new BadLine(lines.number(), reason, false);
    }
}
