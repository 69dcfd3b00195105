package io.flagstone.bench.hibernate.data;

import io.flagstone.bench.hibernate.arm.Database;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hibernate.cfg.Configuration;

/** The tables, by a way that knows no cache. */
public final class Rows {

    private static final List<String> SCRIPT = List.of(
            "drop schema if exists red cascade",
            "drop schema if exists blue cascade",
            "drop table if exists locks",
            "drop sequence if exists numbers",
            "create schema red",
            "create schema blue",
            "create table red.Owned (id bigint primary key, num bigint not null)",
            "create table blue.Owned (id bigint primary key, num bigint not null)",
            "create table locks (name varchar(60) primary key)",
            "create sequence numbers");

    private final List<Write> written = new ArrayList<>();

    private Rows() {}

    /**
     * Makes the tables anew and fills them.
     *
     * @return what was written
     */
    public static List<Write> create(Database database) {
        Configuration configuration = new Configuration();
        Model.COMMON.forEach(configuration::addAnnotatedClass);
        database.settings(1).forEach(configuration::setProperty);
        configuration.setProperty("hibernate.hbm2ddl.auto", "create");
        configuration.setProperty("hibernate.cache.use_second_level_cache", "false");
        configuration.setProperty(
                "hibernate.cache.region.factory_class", "org.hibernate.cache.internal.NoCachingRegionFactory");
        configuration.buildSessionFactory().close();
        Rows rows = new Rows();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String line : SCRIPT) {
                statement.execute(line);
            }
            rows.fill(connection, statement);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill " + database.name(), e);
        }
        return rows.written;
    }

    private void fill(Connection connection, Statement statement) throws SQLException {
        for (String key : Layout.locked()) {
            statement.execute("insert into locks values ('" + key + "')");
        }
        for (int id = 0; id < Layout.BEACONS; id++) {
            statement.execute("insert into Beacon (id) values (" + id + ")");
        }
        for (String key : Layout.all()) {
            long id = id(key);
            long number = Sql.number(connection);
            switch (kind(key)) {
                case Keys.PLAIN -> put(statement, key, "insert into Plain (id, num) values (" + id + ", #)", number);
                case Keys.SLOT -> put(statement, key, "insert into Slot (id, num) values (" + id + ", #)", number);
                case Keys.COLLECTION -> {
                    statement.execute("insert into Parent (id) values (" + id + ")");
                    put(statement, key, "insert into Parent_numbers (Parent_id, num) values (" + id + ", #)", number);
                }
                case Keys.PERSON -> person(statement, id, number);
                case Keys.VERSIONED ->
                    put(statement, key, "insert into Versioned (id, version, num) values (" + id + ", 0, #)", 0);
                case Keys.TALLY -> put(statement, key, "insert into Tally (id, num) values (" + id + ", #)", 0);
                case Keys.TENANT ->
                    put(statement, key, "insert into " + tenant(key) + ".Owned values (" + id + ", #)", number);
                default -> {}
            }
        }
    }

    private void person(Statement statement, long id, long number) throws SQLException {
        String mail = Layout.mail(id, true);
        put(
                statement,
                Keys.PERSON + id,
                "insert into Person (id, mail, num) values (" + id + ", '" + mail + "', #)",
                number);
        note(Keys.MAIL + mail, number, false);
        note(Keys.MAIL + Layout.mail(id, false), number, true);
    }

    private void put(Statement statement, String key, String insert, long number) throws SQLException {
        statement.execute(insert.replace("#", "" + number));
        note(key, number, false);
    }

    private void note(String key, long number, boolean absent) {
        long now = System.nanoTime();
        written.add(new Write(-1, Op.SETUP, key, number, absent, now, now, Outcome.OK));
    }

    private static String kind(String key) {
        return key.substring(0, key.indexOf('/') + 1);
    }

    private static String tenant(String key) {
        return key.split("/")[1];
    }

    private static long id(String key) {
        return kind(key).equals(Keys.MAIL) ? 0 : Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
    }

    /** What a read of each key has to give, now that nobody writes. */
    public static Map<String, Long> truth(Database database) {
        Map<String, Long> truth = new LinkedHashMap<>();
        try (Connection connection = database.connect()) {
            for (String key : Layout.all()) {
                truth.put(key, truth(connection, key));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read " + database.name(), e);
        }
        return truth;
    }

    private static long truth(Connection connection, String key) throws SQLException {
        return switch (kind(key)) {
            case Keys.PLAIN -> number(connection, "Plain", key);
            case Keys.VERSIONED -> number(connection, "Versioned", key);
            case Keys.TALLY -> number(connection, "Tally", key);
            case Keys.PERSON -> number(connection, "Person", key);
            case Keys.SLOT -> number(connection, "Slot", key);
            case Keys.TENANT -> number(connection, tenant(key) + ".Owned", key);
            case Keys.COLLECTION ->
                Sql.one(connection, "select max(num) from Parent_numbers where Parent_id = ?", id(key))
                        .orElse(Read.ABSENT);
            case Keys.COUNT ->
                Sql.one(connection, "select count(*) from Item where bucket = ?", id(key))
                        .orElseThrow();
            case Keys.MAIL -> {
                OptionalLong owner = Sql.one(connection, "select id from Person where mail = ?", key.split("/")[1]);
                yield owner.isPresent() ? Read.PRESENT : Read.ABSENT;
            }
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static long number(Connection connection, String table, String key) throws SQLException {
        return Sql.one(connection, "select num from " + table + " where id = ?", id(key))
                .orElse(Read.ABSENT);
    }
}
