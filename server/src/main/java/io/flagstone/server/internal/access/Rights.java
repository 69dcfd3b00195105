package io.flagstone.server.internal.access;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, from lines of three words:
 *
 * <pre>
 * # principal  keys that begin with  rights
 * shop         shop:                 read,write,delete
 * report       shop:                 read
 * ops          *                     read,write,delete,admin,watch,flush
 * </pre>
 *
 * <p>{@code *} is every key. A byte of the prefix may be written {@code %2a}. A principal may have many lines, whose
 * rights add up. What concerns the whole node is given for {@code *} only.
 */
final class Rights {
    private static final String EVERYTHING = "*";
    private static final int PREFIX_MAX = 250;

    private final Map<String, Grants> byName;

    private Rights(Map<String, Grants> byName) {
        this.byName = byName;
    }

    /** The rights in this file. */
    static Rights read(String option, Path path) {
        SecretFile file = new SecretFile(option, path);
        Map<String, Grants.Builder> builders = new HashMap<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                String[] words = line.split("\\s+");
                if (words.length != 3) {
                    throw file.wrong(i, "allowed: a principal, a prefix or *, and rights, with blanks between them");
                }
                byte[] prefix = prefix(file, i, words[1]);
                builders.computeIfAbsent(SecretFile.text(words[0]), name -> new Grants.Builder())
                        .add(prefix, rights(file, i, words[2], prefix.length == 0));
            }
        }
        if (builders.isEmpty()) {
            throw file.wrong("gives nobody a right, so nobody could do anything; write a line such as: ops * read");
        }
        Map<String, Grants> byName = new HashMap<>();
        builders.forEach((name, builder) -> byName.put(name, builder.build()));
        return new Rights(byName);
    }

    private static byte[] prefix(SecretFile file, int line, String word) {
        if (word.equals(EVERYTHING)) {
            return new byte[0];
        }
        ByteArrayOutputStream prefix = new ByteArrayOutputStream();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != '%') {
                prefix.write(word.charAt(i));
            } else if (word.substring(i).matches("%[0-9a-fA-F]{2}.*")) {
                prefix.write(Integer.parseInt(word.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                throw file.wrong(line, "% stands in front of two hexadecimal digits");
            }
        }
        if (prefix.size() > PREFIX_MAX) {
            throw file.wrong(line, "no key has more than " + PREFIX_MAX + " bytes");
        }
        return prefix.toByteArray();
    }

    private static int rights(SecretFile file, int line, String words, boolean everywhere) {
        int rights = 0;
        for (String word : words.split(",", -1)) {
            Right right = right(word);
            if (right == null) {
                throw file.wrong(line, "allowed rights: read,write,delete,admin,watch,flush");
            }
            if (!right.isOfKeys() && !everywhere) {
                throw file.wrong(line, word + " concerns the whole node and is given for * only");
            }
            rights |= right.bit();
        }
        return rights;
    }

    private static @Nullable Right right(String word) {
        for (Right right : Right.values()) {
            if (right.word().equals(word)) {
                return right;
            }
        }
        return null;
    }

    boolean names(String principal) {
        return byName.containsKey(principal);
    }

    Grants of(String principal) {
        return byName.getOrDefault(principal, Grants.NONE);
    }

    /** Nobody's name. */
    @Override
    public String toString() {
        return "rights of " + byName.size() + " principals";
    }
}
