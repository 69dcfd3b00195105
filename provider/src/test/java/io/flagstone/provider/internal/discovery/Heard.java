package io.flagstone.provider.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.internal.door.Door;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notes what a source says, and polls when the test wants. */
final class Heard implements NodeListListener, SourceContext {

    final List<NodeListing> lists = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final List<Runnable> tasks = new ArrayList<>();

    @Override
    public void listed(NodeListing listing) {
        lists.add(listing);
    }

    @Override
    public void failed(String problem) {
        problems.add(problem);
    }

    @Override
    public Duration poll() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Socket connect(InetSocketAddress address, Duration timeout) throws IOException {
        return Door.OPEN.enter(address, (int) timeout.toMillis());
    }

    @Override
    public void repeat(Duration pause, Runnable task) {
        assertThat(pause).isEqualTo(poll());
        tasks.add(task);
    }

    void timePasses() {
        tasks.forEach(Runnable::run);
    }

    String problem() {
        return problems.get(problems.size() - 1);
    }
}
