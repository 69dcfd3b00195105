package io.flagstone.server.internal.net;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.buffers.SendBuffers;
import io.flagstone.server.internal.observe.BatchTimes;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.stats.LoopCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one event loop share: what speaks the protocols, the buffer the network reads into, and the line buffer
 * commands are parsed from. A connection that is idle owns no buffer at all.
 */
final class Worker {
    /** Bytes read at once, and the longest piece of a line that is kept. */
    static final int INPUT = 64 * 1024;

    private static final int CHUNK_ORDER = 7;
    private static final int PAGE = 8192;

    /** Shared by all nodes of a JVM; chunks of 1 MiB, for replies are small and short-lived. */
    static final PooledByteBufAllocator ALLOCATOR = new PooledByteBufAllocator(
            true, 0, Math.max(2, Runtime.getRuntime().availableProcessors()), PAGE, CHUNK_ORDER, 64, 16, false);

    final NodeFacts facts;
    final LoopCounters counters;
    final Protocols protocols;
    final byte[] input = new byte[INPUT];
    final SendBuffers sendBuffers = new SendBuffers(ALLOCATOR, INPUT);
    final BatchTimes batches;
    final ByteBuf readBuffer = ALLOCATOR.directBuffer(INPUT, INPUT);

    final Patrol patrol;

    /** The tools of a new event loop. */
    Worker(NodeFacts facts) {
        this.facts = facts;
        this.patrol = new Patrol(TimeUnit.SECONDS.toNanos(facts.options().number(Option.REQUEST_TIMEOUT)));
        this.counters = facts.counters().forLoop();
        this.batches = facts.observation().timesOfLoop();
        this.protocols = new Protocols(Tools.of(facts, counters));
    }

    /** Has this loop look after requests that are not finished, where there is a limit to that. */
    Worker startedIn(EventLoop loop) {
        int seconds = facts.options().number(Option.REQUEST_TIMEOUT);
        if (seconds > 0) {
            long millis = TimeUnit.SECONDS.toMillis(seconds) / Patrol.ROUNDS;
            loop.scheduleAtFixedRate(patrol, millis, millis, TimeUnit.MILLISECONDS);
        }
        return this;
    }
}
