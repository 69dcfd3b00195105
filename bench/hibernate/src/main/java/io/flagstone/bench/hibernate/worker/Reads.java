package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.data.Layout;
import io.flagstone.bench.hibernate.data.Model;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Read;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reading each kind of thing through the cache. */
final class Reads {

    private final Transactions transactions;

    Reads(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Reads what a key names, in a transaction of its own. */
    void key(Op op, String key) {
        String[] words = key.split("/");
        String kind = words[0] + '/';
        switch (kind) {
            case Keys.MAIL -> transactions.run(op, null, t -> mail(t, words[1]));
            case Keys.COLLECTION ->
                transactions.run(op, null, t -> t.read(key, collection(t.session(), Long.parseLong(words[1]))));
            case Keys.COUNT ->
                transactions.run(op, null, t -> t.read(key, count(t.session(), Integer.parseInt(words[1]))));
            case Keys.TENANT ->
                transactions.run(op, words[1], t -> t.read(key, owned(t.session(), Long.parseLong(words[2]))));
            default ->
                transactions.run(op, null, t -> t.read(key, entity(t.session(), kind, Long.parseLong(words[1]))));
        }
    }

    private static long entity(Session session, String kind, long id) {
        return switch (kind) {
            case Keys.PLAIN -> {
                Model.@Nullable Plain plain = session.find(Model.Plain.class, id);
                yield plain == null ? Read.ABSENT : plain.number;
            }
            case Keys.VERSIONED -> {
                Model.@Nullable Versioned versioned = session.find(Model.Versioned.class, id);
                yield versioned == null ? Read.ABSENT : versioned.number;
            }
            case Keys.TALLY -> {
                Model.@Nullable Tally tally = session.find(Model.Tally.class, id);
                yield tally == null ? Read.ABSENT : tally.number;
            }
            case Keys.PERSON -> {
                Model.@Nullable Person person = session.find(Model.Person.class, id);
                yield person == null ? Read.ABSENT : person.number;
            }
            case Keys.SLOT -> {
                Model.@Nullable Slot slot = session.find(Model.Slot.class, id);
                yield slot == null ? Read.ABSENT : slot.number;
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static long owned(Session session, long id) {
        Model.@Nullable Owned owned = session.find(Model.Owned.class, id);
        return owned == null ? Read.ABSENT : owned.number;
    }

    /** Whether somebody has it, and what is written there. */
    private static void mail(Transaction transaction, String mail) {
        Model.@Nullable Person person =
                transaction.session().bySimpleNaturalId(Model.Person.class).load(mail);
        transaction.read(Keys.MAIL + mail, person == null ? Read.ABSENT : Read.PRESENT);
        if (person != null) {
            transaction.read(Keys.PERSON + Layout.owner(mail), person.number);
        }
    }

    private static long collection(Session session, long id) {
        Model.@Nullable Parent parent = session.find(Model.Parent.class, id);
        return parent == null ? Read.ABSENT : value(parent.numbers);
    }

    /** Its greatest number, or one that should not be there. */
    static long value(Set<Long> numbers) {
        long greatest = Read.ABSENT;
        for (long number : numbers) {
            if (number < 0) {
                return number;
            }
            greatest = Math.max(greatest, number);
        }
        return greatest;
    }

    private static long count(Session session, int bucket) {
        return session.createSelectionQuery("select count(*) from Item where bucket = :bucket", Long.class)
                .setParameter("bucket", bucket)
                .setCacheable(true)
                .getSingleResult();
    }
}
