package io.flagstone.bench.hibernate.data;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.NullUnmarked;

/** The entities. Hibernate fills the fields. */
@NullUnmarked
public final class Model {

    /** All but the tenants'. */
    public static final List<Class<?>> COMMON = List.of(
            Plain.class,
            Versioned.class,
            Tally.class,
            Person.class,
            Parent.class,
            Slot.class,
            Item.class,
            Beacon.class);

    private Model() {}

    /** Without a version. Its second edition has a note, which the first one's mapping leaves out. */
    @Entity(name = "Plain")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Plain {
        @Id
        public long id;

        @Column(name = "num")
        public long number;

        public String note;
    }

    /** A counter with a version. */
    @Entity(name = "Versioned")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Versioned {
        @Id
        public long id;

        @Version
        public int version;

        @Column(name = "num")
        public long number;
    }

    /** A counter without a version. */
    @Entity(name = "Tally")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Tally {
        @Id
        public long id;

        @Column(name = "num")
        public long number;
    }

    /** With a natural id that changes. */
    @Entity(name = "Person")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @NaturalIdCache
    public static class Person {
        @Id
        public long id;

        @NaturalId(mutable = true)
        @Column(nullable = false)
        public String mail;

        @Column(name = "num")
        public long number;
    }

    /** With a collection that is cached. */
    @Entity(name = "Parent")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Parent {
        @Id
        public long id;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        @Column(name = "num")
        public Set<Long> numbers = new TreeSet<>();
    }

    /** One that comes and goes. */
    @Entity(name = "Slot")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Slot {
        @Id
        public long id;

        @Column(name = "num")
        public long number;
    }

    /** One that is counted. */
    @Entity(name = "Item")
    public static class Item {
        @Id
        public long id;

        public int bucket;
    }

    /** One that never changes. */
    @Entity(name = "Beacon")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
    public static class Beacon {
        @Id
        public long id;
    }

    /** A tenant's, in a schema of its own. */
    @Entity(name = "Owned")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    public static class Owned {
        @Id
        public long id;

        @Column(name = "num")
        public long number;
    }
}
