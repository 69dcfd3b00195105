package io.flagstone.provider.internal.stats;

import io.flagstone.provider.placement.HotKey;
import io.flagstone.provider.placement.HotKeysMXBean;
import java.util.List;
import java.util.function.Supplier;

/** Shows the hottest keys of a client, asked for anew each time. */
public record HotKeysBean(Supplier<List<HotKey>> hottest) implements HotKeysMXBean {

    @Override
    public List<HotKey> getHotKeys() {
        return hottest.get();
    }
}
