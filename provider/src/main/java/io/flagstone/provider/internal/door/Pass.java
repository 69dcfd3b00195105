package io.flagstone.provider.internal.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What one connection needs to get in, made anew for each.
 *
 * @param engine encrypts it; null for none
 * @param login what is said to be let in; null for nothing
 */
public record Pass(@Nullable SSLEngine engine, @Nullable Login login) {

    /**
     * The dialogue that memcached calls authentication by text: the first command is a {@code set} under any key, whose value
     * is user and password. A node that asks for no login would store that as an item for everybody to read, so it is first
     * asked something harmless, which only a node that wants a login refuses.
     */
    public static final class Login {

        /** Stores nothing. Of a shorter line memcached 1.6.45 thinks that it can be no login, and hangs up. */
        private static final byte[] QUESTION = "version\r\n".getBytes(StandardCharsets.US_ASCII);

        private static final String NOBODY_ASKS = "VERSION ";
        private static final String UNAUTHENTICATED = "CLIENT_ERROR unauthenticated";
        private static final String DONE = "STORED";
        /** No answer to either command is longer. */
        private static final int LONGEST_LINE = 256;

        private final String user;
        private final byte[] words;
        private final StringBuilder line = new StringBuilder();
        private boolean asked;

        Login(String user, byte[] words) {
            this.user = user;
            this.words = words;
        }

        /** What is sent first. */
        public byte[] question() {
            return QUESTION.clone();
        }

        /**
         * Takes a byte of the answer.
         *
         * @return what is to be sent next, nothing more when it is empty; null while the line has no end
         * @throws LoginRefused when the node does not let us in
         */
        public byte @Nullable [] heard(byte next) throws IOException {
            if (next != '\n') {
                if (line.length() == LONGEST_LINE) {
                    throw new LoginRefused("the node's answer to a login is no line of memcached's");
                }
                line.append((char) (next & 0xff));
                return null;
            }
            int end = line.length();
            String answer = line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
            line.setLength(0);
            return asked ? end(answer) : begin(answer);
        }

        private byte[] begin(String answer) throws IOException {
            if (answer.startsWith(NOBODY_ASKS)) {
                return new byte[0];
            }
            if (!answer.equals(UNAUTHENTICATED)) {
                throw new LoginRefused("the node wants no login that is known here: it said " + answer);
            }
            asked = true;
            return words.clone();
        }

        private byte[] end(String answer) throws IOException {
            if (!answer.equals(DONE)) {
                throw new LoginRefused("the node refused user " + user + ": " + answer);
            }
            return new byte[0];
        }

        /** Whether the node wanted to know who we are; only once it has answered. */
        public boolean wasAsked() {
            return asked;
        }
    }
}
