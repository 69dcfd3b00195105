package io.flagstone.server.internal.warm;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Handover;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a node's items over a restart, by its memory file. They come back all or not at all, once, and only to a node
 * with the same {@link Settings}; what Flagstone's clients keep on a node does not come back (decision 430).
 */
public final class WarmRestart implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.flagstone.server");
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** Two clocks that are read one after the other do not agree to the millisecond, nor do clocks that are being adjusted. */
    private static final long TOLERANCE_NANOS = 100 * NANOS_PER_MILLI;

    private final NodeOptions options;
    private final MemoryFile file;
    private final StoreClock clock;
    private final LongSupplier wallMillis;
    private @Nullable String coldBecause;
    private boolean found = true;
    private boolean touched;
    private long restored;
    private long millis;

    private WarmRestart(NodeOptions options, MemoryFile file, StoreClock clock, LongSupplier wallMillis) {
        this.options = options;
        this.file = file;
        this.clock = clock;
        this.wallMillis = wallMillis;
    }

    /**
     * Takes possession of the memory file that the options name; null when they name none.
     *
     * @throws OptionException when another node has it, or it cannot be written
     */
    public static @Nullable WarmRestart of(NodeOptions options, StoreClock clock) {
        return of(options, clock, System::currentTimeMillis);
    }

    static @Nullable WarmRestart of(NodeOptions options, StoreClock clock, LongSupplier wallMillis) {
        return options.file(Option.MEMORY_FILE) == null
                ? null
                : new WarmRestart(
                        options,
                        MemoryFile.at(Objects.requireNonNull(options.file(Option.MEMORY_FILE))),
                        clock,
                        wallMillis);
    }

    /**
     * Opens an engine, with the items of the file where that can be used. The file is gone afterwards.
     *
     * @param engines opens an empty engine
     * @throws OptionException when the engine cannot hand its items over, or the file cannot be removed
     */
    public StorageEngine open(Supplier<StorageEngine> engines) {
        StorageEngine engine = engines.get();
        long began = System.nanoTime();
        try {
            handover(engine);
            file.takeAway(channel -> restore(channel, engine));
            millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            return engine;
        } catch (IOException e) {
            found = !(e instanceof NoSuchFileException);
            coldBecause = found ? file.place() + " is not used: " + reason(e) : "there is no file " + file.place();
            return touched ? another(engine, engines) : engine;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** An engine with a part of the items would be worse than one without. */
    private StorageEngine another(StorageEngine engine, Supplier<StorageEngine> engines) {
        engine.close();
        restored = 0;
        return engines.get();
    }

    /** Has the log say how the node begins. */
    public void tell() {
        if (coldBecause == null) {
            LOG.log(
                    Level.INFO,
                    "memory_file: {0} items restored from {1} in {2} ms",
                    text(restored),
                    file.place(),
                    text(millis));
        } else {
            LOG.log(found ? Level.WARNING : Level.INFO, "memory_file: starting without items: {0}", coldBecause);
        }
    }

    private static String reason(IOException e) {
        return e instanceof Unusable ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** Plain digits; the log would group them. */
    private static String text(long number) {
        return Long.toString(number);
    }

    private Handover handover(StorageEngine engine) {
        Handover handover = engine.handover();
        if (handover == null) {
            throw new OptionException("memory_file: storage engine " + options.text(Option.STORAGE_ENGINE)
                    + " cannot hand its items over; leave memory_file (-e) out");
        }
        return handover;
    }

    /** Items that came back at the start. */
    public long restored() {
        return restored;
    }

    /** Why none came back; null when the file was used. */
    public @Nullable String coldBecause() {
        return coldBecause;
    }

    // --- reading ---

    private void restore(FileChannel channel, StorageEngine engine) throws IOException {
        FileHeader header = FileHeader.read(channel);
        Settings.compare(header.settings(), Settings.text(options));
        if (header.fileBytes() != channel.size()) {
            throw new Unusable("it has " + channel.size() + " bytes, and was written with " + header.fileBytes());
        }
        long away = wallMillis.getAsLong() - header.savedMillis();
        if (away < 0) {
            throw new Unusable("it was written " + -away + " ms from now: a clock went backwards");
        }
        long blocks = channel.position();
        BlockReader.verify(channel, header.fileBytes());
        int shift = shift(header, away);
        int flush = header.flushDue() == 0 ? 0 : shifted(header.flushDue(), shift);
        if (flush != 0 && flush <= clock.now()) {
            throw new Unusable("a flush_all has come due meanwhile");
        }
        channel.position(blocks);
        touched = true;
        BlockReader reader = new BlockReader(channel, header.fileBytes());
        long read = restore(reader, engine, shift);
        if (read != header.items()) {
            throw new Unusable("it holds " + read + " items, and was written with " + header.items());
        }
        handover(engine).lastCas(header.lastCas());
        if (flush != 0) {
            engine.flush(flush);
        }
    }

    /** Seconds to add to a second of the clock of before, for the same moment by this clock. */
    private int shift(FileHeader header, long awayMillis) {
        long nanos = clock.nanos() - header.savedNanos() - awayMillis * NANOS_PER_MILLI;
        return (int) Math.floorDiv(nanos + TOLERANCE_NANOS, NANOS_PER_SECOND);
    }

    private static int shifted(int second, int shift) {
        return (int) Math.max(StoreClock.PAST, Math.min((long) second + shift, Integer.MAX_VALUE));
    }

    /** Answers how many items were in the file, be they taken or not. */
    private long restore(BlockReader reader, StorageEngine engine, int shift) throws IOException {
        Handover handover = handover(engine);
        Draft draft = engine.draft();
        long read = 0;
        try {
            while (reader.next()) {
                read++;
                int expiry = reader.expiry() == 0 ? 0 : shifted(reader.expiry(), shift);
                if (expiry != 0 && expiry <= clock.now()) {
                    reader.skip(reader.valueLength());
                } else if (restore(reader, handover, draft, expiry, reader.lastAccess() + shift)) {
                    restored++;
                }
            }
        } finally {
            draft.discard();
        }
        return read;
    }

    private static boolean restore(BlockReader reader, Handover handover, Draft draft, int expiry, int lastAccess)
            throws IOException {
        long cas = reader.cas();
        int standing = reader.standing();
        int length = reader.valueLength();
        Draft.Outcome opened =
                draft.open(reader.bytes(), reader.keyAt(), reader.keyLength(), reader.flags(), expiry, length);
        if (opened == Draft.Outcome.TOO_LARGE) {
            throw new Unusable("an item in it is larger than item_size_max");
        }
        if (opened == Draft.Outcome.OUT_OF_MEMORY) {
            reader.skip(length);
            return false;
        }
        if (!reader.value(draft, length)) {
            return false;
        }
        if (!handover.take(draft, cas, lastAccess, standing)) {
            throw new Unusable("a key is in it twice");
        }
        return true;
    }

    // --- writing ---

    /**
     * Writes the items of an engine that nobody uses any more. What goes wrong is logged, and leaves no file.
     *
     * @return items written
     */
    public long save(StorageEngine engine) {
        long began = System.nanoTime();
        long[] counts = new long[2];
        try {
            file.write(channel -> write(channel, handover(engine), counts));
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "memory_file: {0} is not written, the next start is without items: {1}",
                    file.place(),
                    reason(e));
            return 0;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        LOG.log(
                Level.INFO,
                "memory_file: {0} items written to {1} in {2} ms, {3} of Flagstone''s clients left out",
                text(counts[0]),
                file.place(),
                text(millis),
                text(counts[1]));
        return counts[0];
    }

    private void write(FileChannel channel, Handover handover, long[] counts) throws IOException {
        String settings = Settings.text(options);
        long millis = wallMillis.getAsLong();
        long nanos = clock.nanos();
        FileHeader empty = new FileHeader(millis, nanos, handover.lastCas(), 0, 0, handover.flushDue(), settings);
        channel.position(empty.encoded().remaining());
        BlockWriter writer = new BlockWriter(channel, new ClientKeys(handover));
        handover.forEach(writer::write);
        writer.finish();
        counts[0] = writer.items();
        counts[1] = writer.leftOut();
        FileHeader header = new FileHeader(
                millis, nanos, handover.lastCas(), writer.items(), channel.position(), handover.flushDue(), settings);
        channel.write(header.encoded(), 0);
    }

    /** Gives the file up to others. */
    @Override
    public void close() {
        file.close();
    }
}
