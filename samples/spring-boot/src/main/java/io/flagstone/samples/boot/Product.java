package io.flagstone.samples.boot;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Something to buy. It is cached for reading and writing, which is the default of the cache. */
@Entity
@Cacheable
public class Product {

    @Id
    private long id;

    private String name = "";

    /** For Hibernate. */
    protected Product() {}

    /** A product that is not stored yet. */
    public Product(long id, String name) {
        this.id = id;
        this.name = name;
    }

    /** Its number. */
    public long id() {
        return id;
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Calls it by another name. */
    public void rename(String other) {
        name = other;
    }
}
