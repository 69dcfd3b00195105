package io.flagstone.provider.config;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.regex.Pattern;

/**
 * One memcached node as the configuration names it.
 *
 * <p>Text form: {@code host}, {@code host:port}, {@code [::1]:port}, each optionally followed by {@code @zone}, then by
 * {@code *weight}, and preceded by {@code name=}. A weight is a number, {@code *2.5}, or memory divided by the size of a chunk, {@code
 * *64m/1k}: the slots that a node of that configuration has room for. The name is the node's identity on the hash ring; without one it is {@code host:port} as
 * written, never a resolved address, so that a node that moves keeps its keys.
 *
 * @param name the identity on the ring
 * @param host a host name or address
 * @param port 1 to 65535
 * @param weight share of the keys relative to the other nodes, greater than zero
 * @param zone what fails together with the node, so that copies of an entry are spread over several; empty for none
 */
public record NodeAddress(String name, String host, int port, double weight, String zone) {

    /** memcached's own port, taken when none is given. */
    public static final int DEFAULT_PORT = 11211;

    /** A terabyte of the smallest chunks is less. */
    private static final double MOST_WEIGHT = 1e12;

    /** What a host name, or an address without colons, is made of; and an address that has them, with its zone. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+");

    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[\\p{L}\\p{N}._-]+)?");
    private static final Pattern ZONE = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final int LONGEST_PORT = 5;
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]*");

    public NodeAddress {
        if (name.isBlank() || host.isBlank()) {
            throw new ConfigurationProblem("a node needs a host");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationProblem(
                    "the name of a node has no control characters, not even a tab or a line's end");
        }
        if (port < 1 || port > 65_535) {
            throw new ConfigurationProblem("node " + name + ": port " + port + " is not in 1 to 65535");
        }
        if (!(weight > 0) || weight > MOST_WEIGHT) {
            throw new ConfigurationProblem(
                    "node " + name + ": weight " + weight + " is not a number greater than 0 and up to " + MOST_WEIGHT);
        }
    }

    /** A node without a zone. */
    public NodeAddress(String name, String host, int port, double weight) {
        this(name, host, port, weight, "");
    }

    /** The node at this place, named after it, with weight 1. */
    public static NodeAddress of(String host, int port) {
        return new NodeAddress(bracketed(host) + ":" + port, host, port, 1.0);
    }

    /**
     * Reads the text form.
     *
     * @throws ConfigurationProblem naming the text, when it is not of that form
     */
    public static NodeAddress parse(String text) {
        String rest = text.trim();
        int star = rest.indexOf('*');
        double weight = star < 0 ? 1.0 : weight(rest.substring(star + 1), text);
        rest = star < 0 ? rest : rest.substring(0, star);
        int equals = rest.indexOf('=');
        String place = rest.substring(equals + 1);
        int at = place.indexOf('@');
        String zone = at < 0 ? "" : zone(place.substring(at + 1), text);
        place = at < 0 ? place : place.substring(0, at);
        String name = equals < 0 ? place : rest.substring(0, equals);
        int colon = place.startsWith("[") ? place.indexOf(':', place.indexOf(']') + 1) : place.lastIndexOf(':');
        String host = host(colon < 0 ? place : place.substring(0, colon), text);
        int port = colon < 0 ? DEFAULT_PORT : port(place.substring(colon + 1), text);
        try {
            return new NodeAddress(
                    equals < 0 && colon < 0 ? name + ":" + DEFAULT_PORT : name, host, port, weight, zone);
        } catch (ConfigurationProblem e) {
            throw new ConfigurationProblem("node \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static String zone(String written, String text) {
        if (!ZONE.matcher(written).matches()) {
            throw new ConfigurationProblem("node \"" + text + "\": \"" + written
                    + "\" is not a zone: letters, digits, dots, dashes and underscores");
        }
        return written;
    }

    private static String host(String written, String text) {
        if (!written.startsWith("[")) {
            if (written.indexOf(':') >= 0) {
                throw new ConfigurationProblem(
                        "node \"" + text + "\": an IPv6 address is written in brackets, [::1]:11211");
            }
            return checked(written, HOST, text);
        }
        if (!written.endsWith("]")) {
            throw new ConfigurationProblem("node \"" + text + "\": the bracket is not closed");
        }
        return checked(written.substring(1, written.length() - 1), ADDRESS, text);
    }

    private static String checked(String host, Pattern allowed, String text) {
        if (!allowed.matcher(host).matches()) {
            throw new ConfigurationProblem("node \"" + text + "\": \"" + host + "\" is not a host name or address");
        }
        return host;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static int port(String digits, String text) {
        // one spelling for each: the name of a node is its address as written
        if (!PORT.matcher(digits).matches() || digits.length() > LONGEST_PORT) {
            throw new ConfigurationProblem("node \"" + text + "\": \"" + digits + "\" is not a port, 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static double weight(String written, String text) {
        int slash = written.indexOf('/');
        if (slash >= 0) {
            return slots(written.substring(0, slash), written.substring(slash + 1), text);
        }
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            throw new ConfigurationProblem(
                    "node \"" + text + "\": \"" + written + "\" is not a weight, such as 2.5 or 64m/1k", e);
        }
    }

    private static double slots(String memory, String chunk, String text) {
        long bytes = SettingText.bytes(memory);
        long size = SettingText.bytes(chunk);
        if (bytes <= 0 || size <= 0 || bytes < size) {
            throw new ConfigurationProblem("node \"" + text + "\": \"" + memory + "/" + chunk
                    + "\" is not memory divided by the size of a chunk, such as 64m/1k");
        }
        long slots = bytes / size; // whole chunks only
        return slots;
    }

    /** The same node with another weight. */
    public NodeAddress weighing(double other) {
        return new NodeAddress(name, host, port, other, zone);
    }

    /** The same node in no zone. */
    public NodeAddress withoutZone() {
        return zone.isEmpty() ? this : new NodeAddress(name, host, port, weight);
    }

    /** The name, which identifies the node everywhere it is mentioned. */
    @Override
    public String toString() {
        return name;
    }
}
