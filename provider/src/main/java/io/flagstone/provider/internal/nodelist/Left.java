package io.flagstone.provider.internal.nodelist;

/**
 * Where the entries still are that counted in a slot when its node lost it.
 *
 * @param era the number that their keys carry
 * @param fencedAt what was stored later never counted: those that did have smaller tokens
 */
public record Left(long era, long fencedAt) {

    /** Whether an item with this token counted. */
    public boolean counted(long token) {
        return token != 0 && Long.compareUnsigned(token, fencedAt) < 0;
    }
}
