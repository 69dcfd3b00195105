package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where clients have their lists from: each is told of a change at a time of its own, some of the former list again. */
final class Sources {

    private final World world;
    private final Set<String> dead = new HashSet<>();
    private final List<List<String>> given = new ArrayList<>();
    private List<String> truth;

    Sources(World world, List<String> first) {
        this.world = world;
        this.truth = first;
    }

    List<String> truth() {
        return truth;
    }

    Set<String> dead() {
        return Set.copyOf(dead);
    }

    /** All lists that some client was given, or will be. */
    List<List<String>> given() {
        return given;
    }

    /** The operator's word that this node's process has ended, and that none will begin under its name. */
    void bury(String node, List<Client> clients) {
        dead.add(node);
        Set<String> rest = new TreeSet<>(truth);
        rest.remove(node);
        publish(List.copyOf(rest), clients);
    }

    void publish(List<String> list, List<Client> clients) {
        List<String> before = truth;
        truth = list.stream().sorted().toList();
        world.trace(() -> "the list is now " + truth + ", dead " + dead);
        for (Client client : clients) {
            int heard = world.between(1, Protocol.LAG);
            tell(client, truth, heard);
            if (world.chance(0.3) && heard < Protocol.LAG - 20) {
                int again = world.between(heard + 1, Protocol.LAG - 10);
                tell(client, before, again);
                tell(client, truth, world.between(again + 1, Protocol.LAG));
            }
        }
    }

    /** All clients know the last list. */
    void settle(List<Client> clients) {
        clients.forEach(client -> tell(client, truth, Protocol.LAG));
    }

    private void tell(Client client, List<String> list, int delay) {
        given.add(list);
        Set<String> gone = Set.copyOf(dead);
        world.after(delay, () -> {
            List<String> living =
                    list.stream().filter(name -> !dead.contains(name)).toList();
            client.enter(() -> {
                given.remove(list); // not before a client that is paused has it
                client.listNow(living.isEmpty() ? truth : living, gone);
            });
        });
    }
}
