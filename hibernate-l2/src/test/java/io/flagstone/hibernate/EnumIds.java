package io.flagstone.hibernate;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.NullUnmarked;

/** Entities with enums in their ids. Hibernate fills the fields. */
@NullUnmarked
final class EnumIds {

    private EnumIds() {}

    /** One of them has a class of its own, and is not called what it is. */
    enum Suit {
        HEARTS,
        SPADES {
            @Override
            public String toString() {
                return "hearts";
            }
        }
    }

    @Entity(name = "Sign")
    @Cacheable
    static class Sign {

        @Id
        @Enumerated(EnumType.STRING)
        Suit suit;

        String text;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<String> names = new HashSet<>();
    }

    @Embeddable
    static class Face implements Serializable {

        private static final long serialVersionUID = 1L;

        Suit suit;

        @Column(name = "pips")
        Integer number;

        Face() {}

        Face(Suit suit, Integer number) {
            this.suit = suit;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Face face && face.suit == suit && Objects.equals(face.number, number);
        }

        @Override
        public int hashCode() {
            return Objects.hash(suit, number);
        }
    }

    @Entity(name = "Card")
    @Cacheable
    static class Card {

        @EmbeddedId
        Face face;

        String text;
    }

    @Entity(name = "Trick")
    @Cacheable
    @IdClass(Face.class)
    static class Trick {

        @Id
        Suit suit;

        @Id
        @Column(name = "pips")
        Integer number;

        String text;
    }

    @Entity(name = "Player")
    @Cacheable
    @NaturalIdCache
    static class Player {

        @Id
        long id;

        @NaturalId
        Suit suit;

        @NaturalId
        Integer seat;

        String text;
    }

    /** What the application does. */
    public static final class Deeds implements BiFunction<Session, String, String> {

        public Deeds() {}

        @Override
        public String apply(Session session, String deed) {
            switch (deed) {
                case "make" -> {
                    for (Suit suit : Suit.values()) {
                        make(session, suit);
                    }
                }
                case "change" -> {
                    for (Suit suit : Suit.values()) {
                        change(session, suit);
                    }
                }
                case "ask" -> {
                    return ask(session, Suit.HEARTS) + ", " + ask(session, Suit.SPADES);
                }
                default -> {
                    return read(session, Suit.HEARTS) + ", " + read(session, Suit.SPADES);
                }
            }
            return "";
        }

        private static void make(Session session, Suit suit) {
            Sign sign = new Sign();
            sign.suit = suit;
            sign.text = "sign " + suit.name();
            sign.names.add("a " + suit.name());
            Card card = new Card();
            card.face = new Face(suit, 7);
            card.text = "card " + suit.name();
            Trick trick = new Trick();
            trick.suit = suit;
            trick.number = 7;
            trick.text = "trick " + suit.name();
            Player player = new Player();
            player.id = suit.ordinal();
            player.suit = suit;
            player.seat = 7;
            player.text = "player " + suit.name();
            session.persist(sign);
            session.persist(card);
            session.persist(trick);
            session.persist(player);
        }

        private static Player player(Session session, Suit suit) {
            return session.byNaturalId(Player.class)
                    .using("suit", suit)
                    .using("seat", 7)
                    .load();
        }

        private static String read(Session session, Suit suit) {
            Sign sign = session.find(Sign.class, suit);
            return String.join(
                    ", ",
                    sign.text,
                    new TreeSet<>(sign.names).toString(),
                    session.find(Card.class, new Face(suit, 7)).text,
                    session.find(Trick.class, new Face(suit, 7)).text,
                    player(session, suit).text);
        }

        private static void change(Session session, Suit suit) {
            Sign sign = session.find(Sign.class, suit);
            sign.text += " changed";
            sign.names.add("b");
            session.find(Card.class, new Face(suit, 7)).text += " changed";
            session.find(Trick.class, new Face(suit, 7)).text += " changed";
            player(session, suit).text += " changed";
        }

        private static String ask(Session session, Suit suit) {
            Object[] row = session.createSelectionQuery(
                            "select text, suit from Sign where suit = :suit", Object[].class)
                    .setParameter("suit", suit)
                    .setCacheable(true)
                    .getSingleResult();
            return row[0] + " is " + ((Suit) row[1]).name();
        }
    }
}
