package io.flagstone.server.internal.admin;

import java.nio.charset.StandardCharsets;

/**
 * An answer over HTTP.
 *
 * @param status HTTP's status
 * @param type the type of its content
 * @param body its content; nobody changes it
 */
record Answer(int status, String type, byte[] body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int ERROR = 500;
    static final int UNAVAILABLE = 503;

    /** One line of plain text. */
    static Answer line(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
