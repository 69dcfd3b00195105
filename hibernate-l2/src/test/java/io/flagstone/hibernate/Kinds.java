package io.flagstone.hibernate;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Basic;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.SortNatural;
import org.hibernate.annotations.Type;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.NullUnmarked;

/** Attributes of every kind. Hibernate fills the fields. */
@NullUnmarked
final class Kinds {

    static final List<Class<?>> ALL = List.of(
            Basics.class,
            Made.class,
            Many.class,
            Animal.class,
            Cat.class,
            Dog.class,
            Vehicle.class,
            Car.class,
            Pair.class,
            Passport.class,
            Pointer.class,
            Dated.class,
            Numbered.class);

    private Kinds() {}

    /** A word among a few. */
    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "of leaves";
            }
        }
    }

    /** Every type that the JDK has for a column, all of which may be null. */
    @Entity(name = "Basics")
    @Cacheable
    static class Basics {

        @Id
        UUID id;

        Boolean yes;
        Byte tiny;
        Short small;
        Integer number;
        Long large;
        Float real;
        Double precise;
        Character letter;
        String text;
        BigDecimal price;
        BigInteger huge;
        Instant instant;
        LocalDate date;
        LocalTime time;
        LocalDateTime moment;
        OffsetDateTime there;
        Duration duration;

        @Column(name = "made_in")
        Year year;

        ZoneId zone;
        Currency currency;
        byte[] bytes;
        char[] letters;
        int[] numbers;

        @Lob
        String story;

        @Lob
        byte[] picture;

        @Enumerated(EnumType.STRING)
        Colour named;

        @Enumerated(EnumType.ORDINAL)
        Colour counted;

        @Basic(fetch = FetchType.LAZY)
        String lazy;
    }

    /** Money as the application has it. */
    static final class Money implements Serializable {

        private static final long serialVersionUID = 1L;

        final long cents;

        Money(long cents) {
            this.cents = cents;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Money money && money.cents == cents;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cents);
        }
    }

    /** Not serializable: it is cached as its column. */
    static final class Opaque {

        final String text;

        Opaque(String text) {
            this.text = text;
        }
    }

    @Converter
    public static class MoneyColumn implements AttributeConverter<Money, Long> {

        @Override
        public Long convertToDatabaseColumn(Money money) {
            return money == null ? null : money.cents;
        }

        @Override
        public Money convertToEntityAttribute(Long cents) {
            return cents == null ? null : new Money(cents);
        }
    }

    /** A type of the application's own that says how it is cached. */
    public static class OpaqueType implements UserType<Opaque> {

        @Override
        public int getSqlType() {
            return Types.VARCHAR;
        }

        @Override
        public Class<Opaque> returnedClass() {
            return Opaque.class;
        }

        @Override
        public boolean equals(Opaque x, Opaque y) {
            return x == y || (x != null && y != null && x.text.equals(y.text));
        }

        @Override
        public int hashCode(Opaque x) {
            return x.text.hashCode();
        }

        @Override
        public Opaque deepCopy(Opaque value) {
            return value;
        }

        @Override
        public boolean isMutable() {
            return false;
        }

        @Override
        public Serializable disassemble(Opaque value) {
            return value == null ? null : value.text;
        }

        @Override
        public Opaque assemble(Serializable cached, Object owner) {
            return cached == null ? null : new Opaque((String) cached);
        }

        /** As 6.6 asks for it; 7 asks through its own default. */
        @Override
        public Opaque nullSafeGet(
                ResultSet row,
                int position,
                org.hibernate.engine.spi.SharedSessionContractImplementor session,
                Object owner)
                throws SQLException {
            String text = row.getString(position);
            return text == null ? null : new Opaque(text);
        }

        @Override
        public void nullSafeSet(
                PreparedStatement statement,
                Opaque value,
                int index,
                org.hibernate.engine.spi.SharedSessionContractImplementor session)
                throws SQLException {
            statement.setString(index, value == null ? null : value.text);
        }
    }

    @Embeddable
    static class Place {

        String street;
        Integer number;
        Money rent;

        Place() {}

        Place(String street, Integer number, Money rent) {
            this.street = street;
            this.number = number;
            this.rent = rent;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Place place
                    && Objects.equals(place.street, street)
                    && Objects.equals(place.number, number)
                    && Objects.equals(place.rent, rent);
        }

        @Override
        public int hashCode() {
            return Objects.hash(street, number, rent);
        }
    }

    /** What applications make of columns. */
    @Entity(name = "Made")
    @Cacheable
    static class Made {

        @Id
        long id;

        @Convert(converter = MoneyColumn.class)
        Money price;

        @Type(OpaqueType.class)
        Opaque opaque;

        @Embedded
        Place place;
    }

    /** Collections of every kind. */
    @Entity(name = "Many")
    @Cacheable
    static class Many {

        @Id
        long id;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<Place> places;

        @ElementCollection
        @OrderColumn
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        List<String> ordered = new ArrayList<>();

        @ElementCollection
        @OrderBy
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        List<Integer> byColumn = new ArrayList<>();

        @ElementCollection
        @SortNatural
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        SortedSet<String> sorted = new TreeSet<>();

        @ElementCollection
        @MapKeyColumn(name = "word")
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Map<String, BigDecimal> prices = new HashMap<>();

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Map<Colour, Place> byColour = new HashMap<>();
    }

    @Entity(name = "Animal")
    @Cacheable
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    abstract static class Animal {

        @Id
        long id;

        String name;
    }

    @Entity(name = "Cat")
    static class Cat extends Animal {

        Integer lives;
    }

    @Entity(name = "Dog")
    static class Dog extends Animal {

        String bone;
    }

    @Entity(name = "Vehicle")
    @Cacheable
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Vehicle {

        @Id
        long id;

        Integer wheels;
    }

    @Entity(name = "Car")
    static class Car extends Vehicle {

        String plate;
    }

    /** Two columns that are a key. */
    static class PairId implements Serializable {

        private static final long serialVersionUID = 1L;

        String left;
        Long right;

        PairId() {}

        PairId(String left, Long right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PairId pair && Objects.equals(pair.left, left) && Objects.equals(pair.right, right);
        }

        @Override
        public int hashCode() {
            return Objects.hash(left, right);
        }
    }

    @Entity(name = "Pair")
    @Cacheable
    @IdClass(PairId.class)
    static class Pair {

        @Id
        @Column(name = "l")
        String left;

        @Id
        @Column(name = "r")
        Long right;

        String text;
    }

    @Entity(name = "Passport")
    @Cacheable
    static class Passport {

        @Id
        long id;

        @MapsId
        @OneToOne
        Cat holder;

        String number;
    }

    /** Associations to one and to any. */
    @Entity(name = "Pointer")
    @Cacheable
    static class Pointer {

        @Id
        long id;

        @ManyToOne(fetch = FetchType.LAZY, cascade = CascadeType.PERSIST)
        Animal animal;

        @ManyToOne(fetch = FetchType.LAZY)
        Pair pair;

        @Any
        @AnyKeyJavaClass(Long.class)
        @Column(name = "what")
        @JoinColumn(name = "which")
        @AnyDiscriminatorValue(discriminator = "cat", entity = Cat.class)
        @AnyDiscriminatorValue(discriminator = "car", entity = Car.class)
        Object any;
    }

    @Entity(name = "Dated")
    @Cacheable
    static class Dated {

        @Id
        long id;

        @Version
        Instant version;

        String text;
    }

    @Entity(name = "Numbered")
    @Cacheable
    static class Numbered {

        @Id
        long id;

        @Version
        Long version;

        String text;
    }
}
