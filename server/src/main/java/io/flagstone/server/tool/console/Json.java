package io.flagstone.server.tool.console;

import java.util.Map;
import java.util.regex.Pattern;

/** Maps of maps as one line of JSON. */
public final class Json {
    /** As RFC 8259 writes numbers; what a node writes otherwise ({@code 0700}) is a text. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,18})(\\.\\d+)?");

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** Writes a map; its values are maps, or texts, of which those that look like numbers become numbers. */
    public static String of(Map<String, ?> map) {
        Json json = new Json();
        json.map(map);
        return json.text.toString();
    }

    private void map(Map<?, ?> map) {
        text.append('{');
        String comma = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(comma);
            comma = ",";
            quoted(String.valueOf(entry.getKey()));
            text.append(':');
            value(entry.getValue());
        }
        text.append('}');
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> inner) {
            map(inner);
        } else if (NUMBER.matcher(value.toString()).matches()) {
            text.append(value);
        } else {
            quoted(value.toString());
        }
    }

    private void quoted(String words) {
        text.append('"');
        for (int i = 0; i < words.length(); i++) {
            char one = words.charAt(i);
            if (one == '"' || one == '\\') {
                text.append('\\').append(one);
            } else if (Character.isISOControl(one)) {
                text.append("\\u").append(Integer.toHexString(0x10000 | one).substring(1));
            } else {
                text.append(one);
            }
        }
        text.append('"');
    }
}
