package io.flagstone.server.internal.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Numbers out of what a part of {@code stats} says. */
public final class Figures {
    private final Map<String, String> report;

    /** Reads this report. */
    public Figures(Map<String, String> report) {
        this.report = report;
    }

    /** Whether the report has this name. */
    public boolean has(String name) {
        return report.containsKey(name);
    }

    /** The number of this name; 0 when there is none, 1 for yes and on. */
    public double number(String name) {
        String text = report.getOrDefault(name, "0");
        return switch (text) {
            case "yes", "on" -> 1;
            case "no", "off" -> 0;
            default -> parse(text);
        };
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A whole number. */
    public long whole(String name) {
        return (long) number(name);
    }

    /** What is said. */
    public String text(String name) {
        return report.getOrDefault(name, "");
    }

    /**
     * The parts that say the same of several slab classes, by their numbers.
     *
     * @param prefix what stands in front of the number
     */
    public Map<Integer, Figures> byClass(String prefix) {
        Map<Integer, Map<String, String>> parts = new TreeMap<>();
        report.forEach((name, value) -> {
            int colon = name.indexOf(':', prefix.length());
            if (name.startsWith(prefix) && colon > 0) {
                int slabClass = Integer.parseInt(name.substring(prefix.length(), colon));
                parts.computeIfAbsent(slabClass, fresh -> new TreeMap<>()).put(name.substring(colon + 1), value);
            }
        });
        Map<Integer, Figures> figures = new LinkedHashMap<>();
        parts.forEach((slabClass, part) -> figures.put(slabClass, new Figures(part)));
        return figures;
    }
}
