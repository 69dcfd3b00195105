package io.flagstone.server.internal.admin;

import java.util.Locale;

/** Writes a JSON text. Everything but printable ASCII is escaped, and so is what HTML would read as markup. */
final class Json {
    private static final int PRINTABLE = 0x20;
    private static final int ASCII = 0x7f;

    private final StringBuilder out = new StringBuilder(16 * 1024);
    private boolean first = true;

    Json open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    /** The name of what comes next. */
    Json name(String name) {
        separate();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    Json value(String text) {
        separate();
        quote(text);
        return this;
    }

    Json value(long number) {
        separate();
        out.append(number);
        return this;
    }

    /** A number with four decimals at most; null when it is not finite. */
    Json value(double number) {
        separate();
        if (!Double.isFinite(number)) {
            out.append("null");
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.append((long) number);
        } else {
            out.append(String.format(Locale.ROOT, "%.4f", number));
        }
        return this;
    }

    Json value(boolean is) {
        separate();
        out.append(is);
        return this;
    }

    Json put(String name, String text) {
        return name(name).value(text);
    }

    Json put(String name, long number) {
        return name(name).value(number);
    }

    Json put(String name, double number) {
        return name(name).value(number);
    }

    Json put(String name, boolean is) {
        return name(name).value(is);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            boolean plain = one >= PRINTABLE && one < ASCII && "\"\\<>&'".indexOf(one) < 0;
            if (plain) {
                out.append(one);
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) one));
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
