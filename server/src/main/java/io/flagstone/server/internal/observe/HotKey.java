package io.flagstone.server.internal.observe;

/**
 * A key that is asked for often. It has no {@code toString} that could bring the key into a log.
 *
 * @param key one character a byte
 * @param perSecond requests a second, estimated and rather too low than too high
 * @param share of all requests, 0 to 1
 * @param writes share of its own requests that store or remove
 * @param size bytes of its value when it was last looked at; -1 when that is unknown
 */
public record HotKey(String key, double perSecond, double share, double writes, int size) {
    @Override
    public String toString() {
        return "HotKey of " + key.length() + " bytes";
    }
}
