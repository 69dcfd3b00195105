package io.flagstone.server.internal.net;

import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.watch.Watcher;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings a watcher's lines to its client, in the client's event loop: a few dozen times a second, sooner when many lines
 * wait, and never more than the client takes.
 */
final class WatchPump {
    private static final long EVERY_MILLIS = 25;

    private final Worker worker;
    private final Channel channel;
    private final Watcher watcher;
    private final AtomicBoolean called = new AtomicBoolean();
    private final Future<?> ticks;

    WatchPump(Worker worker, Channel channel, Watcher watcher) {
        this.worker = worker;
        this.channel = channel;
        this.watcher = watcher;
        this.ticks =
                channel.eventLoop().scheduleAtFixedRate(this::pump, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        watcher.onHalfFull(this::call);
    }

    /** Any thread, perhaps with locks of the engine held. */
    private void call() {
        if (called.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::pumpWhenCalled);
            } catch (RejectedExecutionException e) {
                // The node stops, and with it the watcher; whoever told it something must not suffer for that.
            }
        }
    }

    private void pumpWhenCalled() {
        called.set(false);
        pump();
    }

    /** Writes what waits, as far as the client takes it. */
    void pump() {
        boolean wrote = false;
        while (channel.isWritable()) {
            int count = watcher.drain(worker.input);
            if (count == 0) {
                break;
            }
            ByteBuf buffer = worker.sendBuffers.take(count);
            buffer.writeBytes(worker.input, 0, count);
            worker.counters.count(Counter.BYTES_WRITTEN, count);
            channel.write(buffer, channel.voidPromise());
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
    }

    void stop() {
        ticks.cancel(false);
        watcher.onHalfFull(() -> {});
    }
}
