package io.flagstone.hibernate.jcache;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What the tests store. Hibernate fills the fields. */
@NullUnmarked
final class Model {

    static final List<Class<?>> ALL = List.of(
            Plain.class,
            Versioned.class,
            Fixed.class,
            Loose.class,
            Parent.class,
            Child.class,
            Person.class,
            Place.class);

    private Model() {}

    /** Something with a number and a text, cached in one way or another. */
    interface Thing {

        String text();

        void text(String next);
    }

    /** Text of whose reading from a row a test can take advantage. */
    @Converter
    public static class Reading implements AttributeConverter<String, String> {

        private static final ThreadLocal<@Nullable Runnable> NEXT = new ThreadLocal<>();

        /** What the present thread does once it has read its next row, before it stores anything. */
        static void then(Runnable deed) {
            NEXT.set(deed);
        }

        @Override
        public String convertToDatabaseColumn(String text) {
            return text;
        }

        @Override
        public String convertToEntityAttribute(String text) {
            Runnable deed = NEXT.get();
            NEXT.remove();
            if (deed != null) {
                deed.run();
            }
            return text;
        }
    }

    @Entity(name = "Plain")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "plain")
    static class Plain implements Thing {

        @Id
        long id;

        @Convert(converter = Reading.class)
        String text;

        Plain() {}

        Plain(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    @Entity(name = "Versioned")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "versioned")
    static class Versioned implements Thing {

        @Id
        long id;

        @Version
        int version;

        @Convert(converter = Reading.class)
        String text;

        Versioned() {}

        Versioned(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    @Entity(name = "Fixed")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = "fixed")
    static class Fixed implements Thing {

        @Id
        long id;

        @Convert(converter = Reading.class)
        String text;

        Fixed() {}

        Fixed(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    @Entity(name = "Loose")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "loose")
    static class Loose implements Thing {

        @Id
        long id;

        @Convert(converter = Reading.class)
        String text;

        Loose() {}

        Loose(long id, String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void text(String next) {
            text = next;
        }
    }

    @Entity(name = "Parent")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Parent {

        @Id
        long id;

        @OneToMany(mappedBy = "parent", cascade = CascadeType.ALL)
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "children")
        List<Child> children = new ArrayList<>();

        Parent() {}

        Parent(long id) {
            this.id = id;
        }

        Parent with(Child child) {
            child.parent = this;
            children.add(child);
            return this;
        }
    }

    @Entity(name = "Child")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Child {

        @Id
        long id;

        @ManyToOne
        Parent parent;

        Child() {}

        Child(long id) {
            this.id = id;
        }
    }

    @Entity(name = "Person")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @NaturalIdCache(region = "mails")
    static class Person {

        @Id
        long id;

        @NaturalId(mutable = true)
        @Column(nullable = false)
        String mail;

        Person() {}

        Person(long id, String mail) {
            this.id = id;
            this.mail = mail;
        }
    }

    @Embeddable
    static class Address implements Serializable {

        private static final long serialVersionUID = 1L;

        String town;
        String street;

        Address() {}

        Address(String town, String street) {
            this.town = town;
            this.street = street;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address
                    && Objects.equals(address.town, town)
                    && Objects.equals(address.street, street);
        }

        @Override
        public int hashCode() {
            return Objects.hash(town, street);
        }
    }

    enum Kind {
        TOWN
    }

    @Entity(name = "Place")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Place {

        @EmbeddedId
        Address address;

        Kind kind = Kind.TOWN;
        String text;

        Place() {}

        Place(Address address, String text) {
            this.address = address;
            this.text = text;
        }
    }
}
