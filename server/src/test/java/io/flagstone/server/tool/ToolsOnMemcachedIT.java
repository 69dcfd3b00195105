package io.flagstone.server.tool;

import io.flagstone.server.support.StockMemcached;

/** The commands on a stock memcached. */
class ToolsOnMemcachedIT extends ToolPromises {
    @Override
    AutoCloseable start() {
        return StockMemcached.start();
    }

    @Override
    int port(AutoCloseable node) {
        return ((StockMemcached) node).port();
    }
}
