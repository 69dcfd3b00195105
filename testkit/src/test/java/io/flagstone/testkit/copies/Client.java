package io.flagstone.testkit.copies;

import io.flagstone.testkit.nodelist.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One client: what it knows of each node. All clients place keys alike. */
final class Client {

    private final World world;
    private final String name;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean paused;
    private boolean crashed;

    Client(World world, String name, List<Node> nodes) {
        this.world = world;
        this.name = name;
        nodes.forEach(node -> links.put(node.name(), new Link(world, this, node)));
    }

    String name() {
        return name;
    }

    Link link(String node) {
        Link link = links.get(node);
        if (link == null) {
            throw new IllegalArgumentException(node);
        }
        return link;
    }

    List<Link> links() {
        return List.copyOf(links.values());
    }

    /** All that a client does goes through here: it does nothing while it is paused, and nothing ever after a crash. */
    void enter(Runnable action) {
        if (crashed) {
            return;
        }
        if (paused) {
            waiting.add(action);
        } else {
            action.run();
        }
    }

    void pause(long time) {
        if (!paused) {
            paused = true;
            world.after(time, () -> {
                paused = false;
                List<Runnable> late = List.copyOf(waiting);
                waiting.clear();
                late.forEach(this::enter);
            });
        }
    }

    void crash() {
        links.values().forEach(Link::hangUp);
        crashed = true;
    }
}
