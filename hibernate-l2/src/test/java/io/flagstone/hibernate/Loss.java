package io.flagstone.hibernate;

import io.flagstone.provider.entry.EntryClient;
import io.flagstone.provider.entry.EntrySpace;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Takes single items off a node, as a node does that needs their memory. */
final class Loss implements AutoCloseable {

    private final EntryClient client;

    Loss(String nodes, String namespace) {
        Properties settings = new Properties();
        settings.setProperty("flagstone.nodes", nodes);
        settings.setProperty("flagstone.namespace", namespace);
        client = EntryClient.open(
                URI.create("flagstone:" + namespace), Loss.class.getClassLoader(), settings, Clock.systemUTC());
    }

    private void of(String space, Object key) {
        EntrySpace entries = client.space(space, client.options(space).withCodec(null), List.of());
        if (entries.read(key).value() == null) {
            throw new IllegalStateException("nothing is there to be lost");
        }
        entries.invalidate(key);
        if (entries.read(key).value() != null) {
            throw new IllegalStateException("it is still there");
        }
    }

    /** The record of an entity: its state, its lock or its tombstone. */
    void ofEntity(Class<?> type, long id) {
        of("hibernate:data:" + type.getName(), Arrays.asList("0" + type.getName(), null, id));
    }

    /** The mark that says when the table was changed last. */
    void ofMark(String table) {
        of("hibernate:marks:default-update-timestamps-region", "table " + table);
    }

    @Override
    public void close() {
        client.close();
    }
}
