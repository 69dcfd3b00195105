package io.flagstone.bench.node;

/** A server that answered something else than it had to. */
final class WrongReply extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongReply(String message) {
        super(message);
    }
}
