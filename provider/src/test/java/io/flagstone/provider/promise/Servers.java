package io.flagstone.provider.promise;

import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockRelease;
import java.util.List;
import java.util.stream.Stream;

/** Servers in processes of their own, and whose they are. */
enum Servers {
    /** Nodes of ours. */
    OWN {
        @Override
        ServerProcess start(String... options) {
            return NodeProcess.start(System.getProperty("java.class.path"), options);
        }
    },
    /** The installed memcached. */
    STOCK {
        @Override
        ServerProcess start(String... options) {
            return StockRelease.INSTALLED.start(options);
        }
    },
    /** A later memcached. */
    LATEST_STOCK {
        @Override
        ServerProcess start(String... options) {
            return StockRelease.LATEST.start(options);
        }
    };

    abstract ServerProcess start(String... options);

    /** Each memcached there is. */
    static List<Servers> stock() {
        return StockRelease.all().stream()
                .map(release -> release == StockRelease.LATEST ? LATEST_STOCK : STOCK)
                .toList();
    }

    /** All there are. */
    static List<Servers> all() {
        return Stream.concat(Stream.of(OWN), stock().stream()).toList();
    }

    /** Those that keep the tokens of clients: ours, and a later memcached where there is one. */
    static List<Servers> keepingTokens() {
        return all().stream().filter(servers -> servers != STOCK).toList();
    }
}
