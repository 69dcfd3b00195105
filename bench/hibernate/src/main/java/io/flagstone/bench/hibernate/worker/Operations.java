package io.flagstone.bench.hibernate.worker;

import io.flagstone.bench.hibernate.data.Layout;
import io.flagstone.bench.hibernate.data.Model;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** What one thread of a worker does: four reads in five, one change. */
final class Operations {

    private static final int BULK = 5;

    private final Transactions transactions;
    private final Reads reads;
    private final SessionFactory sessions;
    private final SplittableRandom random;

    Operations(Transactions transactions, SessionFactory sessions, long seed) {
        this.transactions = transactions;
        this.reads = new Reads(transactions);
        this.sessions = sessions;
        this.random = new SplittableRandom(seed);
    }

    void next() {
        int choice = random.nextInt(1000);
        if (choice < 800) {
            read(choice);
        } else if (choice < 970) {
            change(choice);
        } else {
            rare(choice);
        }
    }

    private void read(int choice) {
        if (choice < 350) {
            reads.key(Op.FIND, Keys.PLAIN + random.nextInt(Layout.PLAINS));
        } else if (choice < 400) {
            reads.key(Op.FIND, Keys.SLOT + random.nextInt(Layout.SLOTS));
        } else if (choice < 450) {
            reads.key(Op.FIND, Keys.VERSIONED + random.nextInt(Layout.VERSIONED));
        } else if (choice < 550) {
            reads.key(Op.NATURAL_ID, Keys.MAIL + Layout.mail(random.nextInt(Layout.PERSONS), random.nextBoolean()));
        } else if (choice < 650) {
            reads.key(Op.COLLECTION, Keys.COLLECTION + random.nextInt(Layout.PARENTS));
        } else if (choice < 730) {
            reads.key(Op.COUNT, Keys.COUNT + random.nextInt(Layout.BUCKETS));
        } else {
            reads.key(Op.TENANT_FIND, Layout.tenantKey(tenant(), random.nextInt(Layout.OWNED)));
        }
    }

    private void change(int choice) {
        if (choice < 860) {
            transactions.run(Op.UPDATE, null, t -> update(t, 1));
        } else if (choice < 880) {
            transactions.run(Op.ROLLBACK, null, this::rollBack);
        } else if (choice < 900) {
            transactions.run(Op.NATURAL_ID_UPDATE, null, t -> person(t, 1));
        } else if (choice < 920) {
            transactions.run(Op.COLLECTION_UPDATE, null, t -> collection(t, 1));
        } else if (choice < 935) {
            String tenant = tenant();
            transactions.run(Op.TENANT_UPDATE, tenant, t -> owned(t, tenant));
        } else if (choice < 955) {
            transactions.run(Op.INCREMENT_VERSIONED, null, this::versioned);
        } else {
            transactions.run(Op.INCREMENT_PLAIN, null, this::tally);
        }
    }

    private void rare(int choice) {
        if (choice < 976) {
            transactions.run(Op.INSERT, null, this::insert);
        } else if (choice < 992) {
            transactions.run(Op.TOGGLE, null, this::toggle);
        } else if (choice < 995) {
            transactions.run(Op.BULK, null, this::bulk);
        } else if (choice < 997) {
            transactions.run(Op.EVICT, null, t -> evict());
        } else {
            transactions.run(Op.ROLLBACK, null, t -> person(t, -1));
        }
    }

    private String tenant() {
        return Layout.TENANTS.get(random.nextInt(Layout.TENANTS.size()));
    }

    private void rollBack(Transaction t) {
        if (random.nextInt(4) == 0) {
            collection(t, -1);
        } else {
            update(t, -1);
        }
        t.rollBack();
    }

    private void update(Transaction t, int sign) {
        long id = random.nextInt(Layout.PLAINS);
        String key = Keys.PLAIN + id;
        long number = sign * t.number(key);
        Model.Plain plain = Objects.requireNonNull(t.session().find(Model.Plain.class, id));
        t.read(key, plain.number);
        plain.number = number;
        t.write(key, number, false);
        flush(t, sign);
    }

    /** What is to be rolled back has been in the database. */
    private static void flush(Transaction t, int sign) {
        if (sign < 0) {
            t.session().flush();
            t.rollBack();
        }
    }

    /** Gives a person the other one of its two natural ids. */
    private void person(Transaction t, int sign) {
        long id = random.nextInt(Layout.PERSONS);
        String key = Keys.PERSON + id;
        long number = sign * t.number(key);
        boolean first = t.ask("select id from Person where mail = ?", Layout.mail(id, true))
                .isPresent();
        Model.Person person = Objects.requireNonNull(t.session().find(Model.Person.class, id));
        t.read(key, person.number);
        person.number = number;
        person.mail = Layout.mail(id, !first);
        t.write(key, number, false);
        t.write(Keys.MAIL + Layout.mail(id, !first), number, false);
        t.write(Keys.MAIL + Layout.mail(id, first), number, true);
        flush(t, sign);
    }

    private void collection(Transaction t, int sign) {
        long id = random.nextInt(Layout.PARENTS);
        String key = Keys.COLLECTION + id;
        long number = sign * t.number(key);
        Model.Parent parent = Objects.requireNonNull(t.session().find(Model.Parent.class, id));
        TreeSet<Long> sorted = new TreeSet<>(parent.numbers);
        t.read(key, Reads.value(sorted));
        if (sorted.size() >= Layout.COLLECTED) {
            parent.numbers.remove(sorted.first());
        }
        parent.numbers.add(number);
        t.write(key, number, false);
        flush(t, sign);
    }

    private void owned(Transaction t, String tenant) {
        long id = random.nextInt(Layout.OWNED);
        String key = Layout.tenantKey(tenant, id);
        long number = t.number(key);
        Model.Owned owned = Objects.requireNonNull(t.session().find(Model.Owned.class, id));
        t.read(key, owned.number);
        owned.number = number;
        t.write(key, number, false);
    }

    private void versioned(Transaction t) {
        long id = random.nextInt(Layout.VERSIONED);
        String key = Keys.VERSIONED + id;
        Model.Versioned counter = Objects.requireNonNull(t.session().find(Model.Versioned.class, id));
        t.read(key, counter.number);
        counter.number++;
        t.write(key, counter.number, false);
    }

    private void tally(Transaction t) {
        long id = random.nextInt(Layout.TALLIES);
        Model.Tally counter = Objects.requireNonNull(t.session().find(Model.Tally.class, id));
        counter.number++;
        t.write(Keys.TALLY + id, counter.number, false);
    }

    private void insert(Transaction t) {
        Model.Item item = new Model.Item();
        item.id = t.number();
        item.bucket = random.nextInt(Layout.BUCKETS);
        t.session().persist(item);
        t.write(Keys.COUNT + item.bucket, item.id, false);
    }

    private void toggle(Transaction t) {
        long id = random.nextInt(Layout.SLOTS);
        String key = Keys.SLOT + id;
        long number = t.number(key);
        Session session = t.session();
        if (t.ask("select num from Slot where id = ?", id).isPresent()) {
            Model.Slot slot = Objects.requireNonNull(session.find(Model.Slot.class, id));
            t.read(key, slot.number);
            session.remove(slot);
            t.write(key, number, true);
        } else {
            absent(t, key, id);
            Model.Slot slot = new Model.Slot();
            slot.id = id;
            slot.number = number;
            session.persist(slot);
            t.write(key, number, false);
        }
    }

    /** Hibernate refuses to insert what the cache says is there; so do we, but write down what was read. */
    private static void absent(Transaction t, String key, long id) {
        Model.@Nullable Slot cached = t.session().find(Model.Slot.class, id);
        if (cached != null) {
            t.read(key, cached.number);
            throw new StaleStateException("the cache has a row that the database has not");
        }
    }

    private void bulk(Transaction t) {
        long first = random.nextInt(Layout.PLAINS - BULK);
        String[] keys = new String[BULK];
        for (int i = 0; i < BULK; i++) {
            keys[i] = Keys.PLAIN + (first + i);
        }
        long number = t.number(keys);
        for (String key : keys) {
            t.write(key, number, false);
        }
        t.session()
                .createMutationQuery("update Plain set number = :number where id >= :first and id < :end")
                .setParameter("number", number)
                .setParameter("first", first)
                .setParameter("end", first + BULK)
                .executeUpdate();
    }

    private void evict() {
        sessions.getCache().evictEntityData(random.nextBoolean() ? Model.Plain.class : Model.Slot.class);
    }
}
