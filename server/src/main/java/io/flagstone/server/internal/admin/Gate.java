package io.flagstone.server.internal.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.flagstone.server.internal.stats.Faults;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** Lets requests in that may be answered, and sends every answer with headers that keep browsers from harm. */
final class Gate implements HttpHandler {
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final int EMPTY = -1;

    private final HostNames names;
    private final Function<String, Answer> site;
    private final Faults faults;

    /**
     * @param site the answer to a path
     */
    Gate(HostNames names, Function<String, Answer> site, Faults faults) {
        this.names = names;
        this.site = site;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (RuntimeException | Error e) {
            faults.count("admin", e);
        }
    }

    private Answer answer(HttpExchange exchange) {
        List<String> hosts = exchange.getRequestHeaders().get("Host");
        if (hosts == null || hosts.size() != 1) {
            return Answer.line(Answer.BAD_REQUEST, "one Host header is needed");
        }
        if (!names.admits(hosts.get(0))) {
            return Answer.line(
                    Answer.FORBIDDEN, "not under this name: ask by address, localhost or the name in admin_listen");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals(GET) && !method.equals(HEAD)) {
            exchange.getResponseHeaders().set("Allow", GET + ", " + HEAD);
            return Answer.line(Answer.METHOD_NOT_ALLOWED, "only GET and HEAD");
        }
        String path = exchange.getRequestURI().getPath();
        try {
            return site.apply(path == null ? "" : path);
        } catch (RuntimeException | Error e) {
            faults.count("admin", e);
            return Answer.line(Answer.ERROR, "failed; the log says where");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals(HEAD)) {
            headers.set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), EMPTY);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }
}
