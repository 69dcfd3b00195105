package io.flagstone.bench.hibernate.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** The few statements that go past Hibernate. */
public final class Sql {

    private Sql() {}

    /**
     * Locks rows until the end of the transaction, and takes the next number under the locks.
     *
     * @param keys in one order for all
     */
    public static long number(Connection connection, String... keys) throws SQLException {
        for (String key : keys) {
            try (PreparedStatement lock =
                    connection.prepareStatement("select name from public.locks where name = ? for update")) {
                lock.setString(1, key);
                lock.executeQuery().close();
            }
        }
        String next = connection.getMetaData().getURL().startsWith("jdbc:h2:")
                ? "select next value for public.numbers"
                : "select nextval('public.numbers')";
        return one(connection, next).orElseThrow();
    }

    /** The number in the first row and column, if there is a row. */
    public static OptionalLong one(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
