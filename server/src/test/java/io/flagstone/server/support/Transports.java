package io.flagstone.server.support;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.util.ArrayList;
import java.util.List;

/** The transports that this machine has: containers often forbid io_uring, and only Linux has epoll. */
public final class Transports {
    private Transports() {}

    public static List<String> available() {
        List<String> names = new ArrayList<>();
        if (IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported()) {
            names.add("io_uring");
        }
        if (Epoll.isAvailable()) {
            names.add("epoll");
        }
        names.add("nio");
        return names;
    }
}
