package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Queries of the catalogue on one connection. A query that takes too long is cancelled on the server, because a lost
 * connection alone would leave it running.
 */
record CatalogueQueries(Connection connection, int timeoutSeconds) {

    /** Reads one row. */
    @FunctionalInterface
    interface Row<R> {
        R of(ResultSet row) throws SQLException;
    }

    <R> List<R> list(String sql, Row<R> reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SystemSql.qualified(sql))) {
            return list(query, reader);
        }
    }

    /** Runs a query for rows with these numbers. */
    <R> List<R> list(String sql, List<Long> oids, Row<R> reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SystemSql.qualified(sql))) {
            query.setString(1, oids.toString().replace('[', '{').replace(']', '}'));
            return list(query, reader);
        }
    }

    private <R> List<R> list(PreparedStatement query, Row<R> reader) throws SQLException {
        query.setQueryTimeout(timeoutSeconds);
        List<R> result = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                result.add(reader.of(rows));
            }
        }
        return result;
    }
}
