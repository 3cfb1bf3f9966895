package io.tidemark.it.pools;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A call that a library makes on a connection before the application's first statement. */
public enum FirstCall {
    NOTHING {
        @Override
        public void on(Connection connection) {}
    },
    METADATA {
        @Override
        public void on(Connection connection) throws SQLException {
            DatabaseMetaData metadata = connection.getMetaData();
            metadata.getDatabaseProductName();
            metadata.getDatabaseMajorVersion();
            metadata.supportsBatchUpdates();
        }
    },
    /** The calls of the OpenTelemetry agent's JDBC instrumentation, for each connection. */
    OPEN_TELEMETRY {
        @Override
        public void on(Connection connection) throws SQLException {
            DatabaseMetaData metadata = connection.getMetaData();
            metadata.getURL();
            metadata.getUserName();
            connection.getClientInfo();
            connection.getCatalog();
            connection.getSchema();
            connection.isWrapperFor(Connection.class);
        }
    },
    TABLES {
        @Override
        public void on(Connection connection) throws SQLException {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "things", null)) {
                if (!tables.next()) {
                    throw new IllegalStateException("There is no table");
                }
            }
        }
    },
    /** The call of Commons DbUtils, for each query. */
    PARAMETERS {
        @Override
        public void on(Connection connection) throws SQLException {
            try (PreparedStatement read = connection.prepareStatement(Work.COLOR)) {
                if (read.getParameterMetaData().getParameterCount() != 1
                        || read.getMetaData().getColumnCount() != 1) {
                    throw new IllegalStateException("A wrong description");
                }
            }
        }
    },
    ISOLATION {
        @Override
        public void on(Connection connection) throws SQLException {
            connection.getTransactionIsolation();
        }
    },
    SCHEMA {
        @Override
        public void on(Connection connection) throws SQLException {
            connection.getSchema();
        }
    },
    WRAPPER {
        @Override
        public void on(Connection connection) throws SQLException {
            connection.isWrapperFor(FirstCall.class);
            try (Statement statement = connection.createStatement()) {
                statement.isWrapperFor(FirstCall.class);
            }
        }
    },
    VALID {
        @Override
        public void on(Connection connection) throws SQLException {
            if (!connection.isValid(1)) {
                throw new IllegalStateException("The connection is not valid");
            }
        }
    };

    /** Makes the call. */
    public abstract void on(Connection connection) throws SQLException;
}
