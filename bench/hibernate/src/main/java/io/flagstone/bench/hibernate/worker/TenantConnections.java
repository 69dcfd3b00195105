package io.flagstone.bench.hibernate.worker;

import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;

/** Connections of one pool, on the schema of a tenant. */
final class TenantConnections implements MultiTenantConnectionProvider<Object> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient DataSource pool;

    TenantConnections(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Connection getAnyConnection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public Connection getConnection(Object tenant) throws SQLException {
        Connection connection = pool.getConnection();
        // H2 keeps unquoted names in capitals
        boolean capitals = connection.getMetaData().storesUpperCaseIdentifiers();
        connection.setSchema(capitals ? tenant.toString().toUpperCase(Locale.ROOT) : tenant.toString());
        return connection;
    }

    @Override
    public void releaseConnection(Object tenant, Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnknownUnwrapTypeException(type);
    }
}
