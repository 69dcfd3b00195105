package io.flagstone.server.support;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of replies what may differ between two servers that agree: CAS numbers and the ticking of seconds. */
public final class Normal {
    private static final Pattern META_CAS = Pattern.compile(" c(\\d+)");
    private static final Pattern CLASSIC_CAS = Pattern.compile("(VALUE \\S+ \\d+ \\d+) (\\d+)\r\n");
    private static final Pattern TTL = Pattern.compile(" t([1-9]\\d*)");
    private static final Pattern IDLE = Pattern.compile(" l\\d+");

    private Normal() {}

    /** CAS numbers become their order of appearance, times lose their last seconds. */
    public static String form(String replies) {
        Map<String, Integer> order = new HashMap<>();
        String text = META_CAS.matcher(replies).replaceAll(match -> " c#" + rank(order, match.group(1)));
        Matcher classic = CLASSIC_CAS.matcher(text);
        text = classic.replaceAll(match -> match.group(1) + " #" + rank(order, match.group(2)) + "\r\n");
        text = TTL.matcher(text).replaceAll(match -> " t~" + (Long.parseLong(match.group(1)) + 5) / 10);
        return IDLE.matcher(text).replaceAll(" l~");
    }

    private static int rank(Map<String, Integer> order, String cas) {
        if (cas.equals("0")) {
            return 0;
        }
        Integer known = order.putIfAbsent(cas, order.size() + 1);
        return known == null ? order.size() : known;
    }
}
