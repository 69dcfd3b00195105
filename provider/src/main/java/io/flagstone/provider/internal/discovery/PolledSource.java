package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListSource;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A source that does not tell of changes, and is asked again and again. */
abstract class PolledSource implements NodeListSource {

    /** Reads the list at one location, each time anew. */
    interface Reader {

        /**
         * The list as it is now.
         *
         * @throws IOException when nobody answers, or with an error
         * @throws ConfigurationProblem when the answer is no list
         */
        NodeListing read() throws IOException;
    }

    private final String scheme;

    PolledSource(String scheme) {
        this.scheme = scheme;
    }

    /**
     * A reader for this location.
     *
     * @throws ConfigurationProblem when there can be no such location
     */
    abstract Reader reader(String location, SourceContext context);

    @Override
    public final String scheme() {
        return scheme;
    }

    @Override
    public final AutoCloseable watch(String location, NodeListListener listener, SourceContext context) {
        Reader reader = reader(location, context);
        AtomicBoolean closed = new AtomicBoolean();
        tell(reader, location, listener);
        context.repeat(context.poll(), () -> {
            if (!closed.get()) {
                tell(reader, location, listener);
            }
        });
        return () -> closed.set(true);
    }

    private void tell(Reader reader, String location, NodeListListener listener) {
        NodeListing listing;
        try {
            listing = reader.read();
        } catch (IOException e) {
            String reason = e.getClass() == IOException.class ? e.getMessage() : e.toString();
            listener.failed(scheme + ":" + location + " cannot be read: " + reason);
            return;
        } catch (ConfigurationProblem e) {
            listener.failed(scheme + ":" + location + ": " + e.getMessage());
            return;
        }
        listener.listed(listing);
    }
}
