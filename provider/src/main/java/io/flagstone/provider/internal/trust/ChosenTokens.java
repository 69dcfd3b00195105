package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.link.Admin;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether the nodes behind an endpoint keep tokens that clients choose, for stubs and for values. An endpoint may
 * hide the versions of its nodes, or show its own, so that it is tried, with keys drawn by chance, which reach several of them.
 */
public final class ChosenTokens {

    /** What to do where they do not. */
    public static final String REMEDY = ManagerSetting.ENDPOINT_FAILS_OVER.key()
            + "=never needs nodes that keep the tokens of clients, memcached >= 1.6.27 or ours; run such nodes behind the endpoint,"
            + " or set it to possible";

    /** Of three nodes one is left out in one of 5,000 cases: 3 * (2/3)^24. */
    private static final int TRIALS = 24;

    private static final int SECONDS = 5;

    private final String prefix;
    private final Clock clock;
    private long checked;

    /**
     * @param item what keys begin with that are none of any cache
     */
    public ChosenTokens(byte[] item, Clock clock) {
        this.prefix = new String(item, US_ASCII);
        this.clock = clock;
    }

    /**
     * Tries it, once for each connection.
     *
     * @param incarnation of the connection that is to be used
     * @return what is wrong, or an empty text
     */
    public synchronized String objection(long incarnation, Admin admin) {
        if (checked == incarnation) {
            return "";
        }
        String objection;
        try {
            objection = tried(admin);
        } catch (FlagstoneException e) {
            return "it could not be tried whether the nodes behind it keep the tokens of clients: " + e.getMessage();
        }
        if (objection.isEmpty()) {
            checked = incarnation;
        }
        return objection;
    }

    private String tried(Admin admin) {
        List<String> commands = new ArrayList<>();
        long[] tokens = new long[2 * TRIALS];
        for (int i = 0; i < tokens.length; i += 2) {
            tokens[i] = clock.random() | 1;
            tokens[i + 1] = clock.random() | 1;
            commands.add("mg " + key() + " c N" + SECONDS + choosing(tokens[i]));
            commands.add("ms " + key() + " 0 c T" + SECONDS + choosing(tokens[i + 1]) + "\r\n");
        }
        return judged(admin.answers(String.join("\r\n", commands), tokens.length), tokens);
    }

    private String key() {
        return prefix + Long.toHexString(clock.random());
    }

    private static String judged(List<String> answers, long[] tokens) {
        boolean kept = false;
        for (int i = 0; i < tokens.length; i++) {
            String answer = answers.get(i);
            String token = Long.toUnsignedString(tokens[i]);
            boolean keeps = (answer + " ").startsWith("HD c" + token + " ");
            // an error of the endpoint's is about a node that is away, and tells nothing
            if (!keeps && !answer.startsWith("SERVER_ERROR")) {
                return "it answered " + answer + " where the token " + token + " was chosen; " + REMEDY;
            }
            kept |= keeps;
        }
        return kept ? "" : "no node behind it answers: " + answers.get(0);
    }

    private static String choosing(long token) {
        return " E" + Long.toUnsignedString(token);
    }
}
