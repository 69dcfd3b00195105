package io.flagstone.provider.internal.wire;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are no reply to what was asked. After one, nothing on the connection can be trusted. */
public final class ProtocolViolation extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProtocolViolation(String message) {
        super(message);
    }
}
