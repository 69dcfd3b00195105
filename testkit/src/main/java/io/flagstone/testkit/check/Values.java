package io.flagstone.testkit.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The values of one key as small numbers. */
final class Values {
    /** The state of a key without a value. */
    static final int ABSENT = 0;

    /** Stands for every value that nobody ever saw or expected, so that they need not be told apart. */
    static final int UNSEEN = 1;

    /** What {@link Growth} answers where there is no value. */
    static final int NONE = -1;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of("(nothing)", "(unseen)"));

    int number(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        int number = texts.size();
        texts.add(text);
        numbers.put(text, number);
        return number;
    }

    String text(int number) {
        return texts.get(number);
    }

    boolean isNumber(int number) {
        return number > UNSEEN && NUMBER.matcher(text(number)).matches();
    }

    /** The number it is the text of. */
    long asNumber(int number) {
        return Long.parseLong(text(number));
    }
}
