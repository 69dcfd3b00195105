package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListSource;
import io.flagstone.provider.discovery.SourceContext;

/** A list in the setting itself: it changes with the next start, while other clients run on. */
final class StaticSource implements NodeListSource {

    @Override
    public String scheme() {
        return "static";
    }

    @Override
    public AutoCloseable watch(String location, NodeListListener listener, SourceContext context) {
        listener.listed(ListText.parse(location));
        return () -> {};
    }
}
