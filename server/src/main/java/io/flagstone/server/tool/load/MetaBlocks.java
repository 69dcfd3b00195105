package io.flagstone.server.tool.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Commands as they go over the wire: {@code ms KEY LENGTH FLAGS}, a line end, so many bytes, a line end. Of the flags those
 * that say what is stored are allowed: {@code b}, {@code F}, {@code T}.
 */
final class MetaBlocks implements Source {
    private static final Pattern FLAG = Pattern.compile("b|F\\d{1,10}|T-?\\d{1,10}");
    private static final Pattern LENGTH = Pattern.compile("S?(\\d{1,8})");

    private final Lines lines;

    MetaBlocks(Lines lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable Order next() throws BadLine, IOException {
        byte[] line = lines.nextFilled();
        return line == null ? null : order(line);
    }

    private Order order(byte[] line) throws BadLine, IOException {
        long number = lines.number();
        String[] words = new String(line, ISO_8859_1).split(" ");
        if (words.length < 3
                || !words[0].equals("ms")
                || !LENGTH.matcher(words[2]).matches()) {
            throw new BadLine(number, "this is not ms KEY LENGTH; where the next begins cannot be told", true);
        }
        int length = Integer.parseInt(words[2].replace("S", ""));
        byte[] value = length > Lines.LONGEST ? null : lines.block(length);
        if (value == null) {
            throw new BadLine(
                    number, "the value is not as long as it says; where the next begins cannot be told", true);
        }
        byte[] key = words[1].getBytes(ISO_8859_1);
        String fault = Keys.fault(key);
        if (fault != null) {
            throw new BadLine(number, fault, false);
        }
        String[] flags = Arrays.copyOfRange(words, 3, words.length);
        for (String flag : flags) {
            if (!FLAG.matcher(flag).matches()) {
                throw new BadLine(number, "of ms's flags only b, F and T are taken here", false);
            }
        }
        return new Order(number, key, value, flags.length == 0 ? "" : " " + String.join(" ", flags));
    }
}
