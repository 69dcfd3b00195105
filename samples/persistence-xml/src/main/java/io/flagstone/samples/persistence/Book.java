package io.flagstone.samples.persistence;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A book. It is cached for reading and writing, which is the default of the cache. */
@Entity
@Cacheable
public class Book {

    @Id
    private long id;

    private String title = "";

    /** For Hibernate. */
    protected Book() {}

    /** A book that is not stored yet. */
    public Book(long id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Its number in the catalogue. */
    public long id() {
        return id;
    }

    /** What stands on its cover. */
    public String title() {
        return title;
    }
}
