package io.flagstone.server.internal.operator;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.watch.Topic;
import io.flagstone.server.internal.watch.Watcher;
import org.jspecify.annotations.Nullable;

/** {@code watch TOPIC ...}: turns a connection into one that is only told things; without topics it is fetchers. */
public final class WatchCommand {
    private final Desk desk;

    /** The command, at this desk. */
    public WatchCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line; answers what the connection is to be told from now on, or null when it was refused. */
    public @Nullable Watcher execute() {
        if (!desk.facts().options().is(Option.WATCH)) {
            desk.reply().reply(Replies.WATCH_FORBIDDEN);
            return null;
        }
        int topics = topics();
        if (topics == 0) {
            desk.reply().reply(Replies.ERROR);
            return null;
        }
        Watcher watcher = desk.facts().journal().watch(topics);
        desk.reply().reply(watcher == null ? Replies.TOO_MANY_WATCHERS : Replies.OK);
        return watcher;
    }

    /** The topics named, as bits; 0 when one is unknown. */
    private int topics() {
        Line line = desk.line();
        int topics = 0;
        while (line.next()) {
            Topic topic = Topic.of(line.bytes(), line.tokenStart(), line.tokenEnd());
            if (topic == null) {
                return 0;
            }
            topics |= topic.bit();
        }
        return topics == 0 ? Topic.FETCHERS.bit() : topics;
    }
}
