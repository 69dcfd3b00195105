package io.flagstone.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * The text form of a history, one line per opening and one per close, fields apart by tabs:
 *
 * <pre>
 *   flagstone-history 1
 *   &gt; number client invoked KIND key expected value
 *   &lt; number returned done|unknown|not-done|true|false|saw value
 * </pre>
 *
 * Nothing is written as {@code -}. In texts, {@code %} and what would be taken for a separator stand as {@code %XX}.
 */
final class Lines {
    static final String HEADER = "flagstone-history 1";

    private Lines() {}

    static String opened(long number, String client, Operation operation, long invoked) {
        return String.join(
                "\t",
                ">",
                Long.toString(number),
                quote(client),
                Long.toString(invoked),
                operation.kind().name(),
                quote(operation.key()),
                quote(operation.expected()),
                quote(operation.value()));
    }

    static String closed(long number, long returned, Outcome outcome) {
        String start = "<\t" + number + "\t" + returned + "\t";
        if (outcome instanceof Outcome.Saw saw) {
            return start + "saw\t" + quote(saw.value());
        }
        if (outcome instanceof Outcome.Said said) {
            return start + said.yes();
        }
        return start + word((Outcome.Plain) outcome);
    }

    private static String word(Outcome.Plain outcome) {
        return switch (outcome) {
            case DONE -> "done";
            case UNKNOWN -> "unknown";
            case NOT_DONE -> "not-done";
        };
    }

    static Operation operation(String[] fields) {
        return new Operation(Kind.valueOf(fields[4]), text(fields[5]), unquote(fields[6]), unquote(fields[7]));
    }

    static Outcome outcome(String[] fields) {
        return switch (fields[3]) {
            case "done" -> Outcome.Plain.DONE;
            case "unknown" -> Outcome.Plain.UNKNOWN;
            case "not-done" -> Outcome.Plain.NOT_DONE;
            case "true" -> new Outcome.Said(true);
            case "false" -> new Outcome.Said(false);
            case "saw" -> new Outcome.Saw(unquote(fields[4]));
            default -> throw new IllegalArgumentException("No outcome: " + fields[3]);
        };
    }

    static String text(String field) {
        String text = unquote(field);
        return text == null ? "" : text;
    }

    private static String quote(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        if (text.equals("-")) {
            return "%2D";
        }
        return text.replace("%", "%25")
                .replace("\t", "%09")
                .replace("\n", "%0A")
                .replace("\r", "%0D");
    }

    private static @Nullable String unquote(String field) {
        if (field.equals("-")) {
            return null;
        }
        return field.replace("%2D", "-")
                .replace("%09", "\t")
                .replace("%0A", "\n")
                .replace("%0D", "\r")
                .replace("%25", "%");
    }
}
