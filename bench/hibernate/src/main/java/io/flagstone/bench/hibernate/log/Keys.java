package io.flagstone.bench.hibernate.log;

/**
 * Names of what is read and written: a kind, a slash and an id. What the checker expects depends on the kind.
 */
public final class Keys {
    /** An entity without a version. */
    public static final String PLAIN = "plain/";
    /** A counter with a version; its numbers are its counts. */
    public static final String VERSIONED = "versioned/";
    /** A counter without one: updates may be lost. */
    public static final String TALLY = "tally/";
    /** An entity that has a natural id. */
    public static final String PERSON = "person/";
    /** A natural id, which belongs to somebody or to nobody. */
    public static final String MAIL = "mail/";
    /** A cached collection; its value is the greatest of its numbers. */
    public static final String COLLECTION = "collection/";
    /** A tenant's entity: the tenant comes first, then an id that the other has too. */
    public static final String TENANT = "tenant/";
    /** An entity that is deleted and inserted again. */
    public static final String SLOT = "slot/";
    /** A cached query that counts the rows of a bucket, to which rows are only added. */
    public static final String COUNT = "count/";

    private Keys() {}
}
