package io.flagstone.provider.promise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What resolvers say when they are at their worst, drawn at random: other lists, shorter ones, the same in another order or with other
 * weights, lists of before, lists that come and go, nothing, the same node twice, no answer. Any two lists have a node in common.
 */
final class Answers {

    private static final int KINDS = 11;
    private static final int LONGEST_MEMORY = 6;
    private static final int MOST_PAUSE_MILLIS = 30;

    private final List<String> nodes;
    private final List<View> views;
    private final Random random;
    /** Lists of before, the newest last. */
    private final List<List<String>> past = new ArrayList<>();

    /** @param nodes {@code port host} of each */
    Answers(List<String> nodes, List<View> views, Random random) {
        this.nodes = nodes;
        this.views = views;
        this.random = random;
    }

    /** Records of these nodes, all of one weight. */
    static List<String> records(List<String> nodes) {
        return nodes.stream().map(node -> "0 1 " + node).toList();
    }

    /** A list with at least one node more than a half of all, so that any two meet. */
    List<String> list() {
        List<String> some = new ArrayList<>(nodes);
        Collections.shuffle(some, random);
        int least = nodes.size() / 2 + 1;
        return some.subList(0, least + random.nextInt(nodes.size() - least + 1));
    }

    /** Says something else. */
    void change() throws InterruptedException {
        View view = views.get(random.nextInt(views.size()));
        switch (random.nextInt(KINDS)) {
            case 0 -> view.says(List.of());
            case 1 -> view.doesNotAnswer();
            case 2 -> view.says(twice(latest()));
            case 3 -> view.says(past.isEmpty() ? latest() : past.get(random.nextInt(past.size())));
            case 4 -> view.says(shuffled(latest()));
            case 5 -> flap();
            case 6 -> all(weighted(list()));
            case 7 -> all(shorter(latest()));
            default -> all(records(list()));
        }
        pause();
    }

    private List<String> latest() {
        return past.isEmpty() ? records(nodes) : past.get(past.size() - 1);
    }

    private static List<String> twice(List<String> records) {
        List<String> doubled = new ArrayList<>(records);
        doubled.add(records.get(0));
        return doubled;
    }

    private List<String> shuffled(List<String> records) {
        List<String> other = new ArrayList<>(records);
        Collections.shuffle(other, random);
        return other;
    }

    private List<String> shorter(List<String> records) {
        boolean canShrink = records.size() > nodes.size() / 2 + 1;
        return canShrink ? records.subList(0, records.size() - 1) : records;
    }

    private List<String> weighted(List<String> some) {
        return some.stream()
                .map(node -> "0 " + (1 + random.nextInt(3)) + " " + node)
                .toList();
    }

    private void flap() throws InterruptedException {
        List<String> before = latest();
        List<String> after = records(list());
        all(after);
        all(before);
        all(after);
    }

    /** All views hear of it, one after the other. */
    private void all(List<String> records) throws InterruptedException {
        past.add(records);
        if (past.size() > LONGEST_MEMORY) {
            past.remove(0);
        }
        for (View view : shuffledViews()) {
            view.says(records);
            pause();
        }
    }

    private List<View> shuffledViews() {
        List<View> order = new ArrayList<>(views);
        Collections.shuffle(order, random);
        return order;
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
    }
}
