package io.tidemark.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array that is made on the server where it is needed. As a parameter, it is made on the server of the statement; otherwise a
 * read on the replica would need a connection of the primary. For any other call, a driver's array is made for that call. Only
 * its rows hold a connection.
 */
final class RoutedArray implements Array {

    private final ConnectionLifecycle lifecycle;
    private final String typeName;
    private final @Nullable Object[] elements;

    RoutedArray(ConnectionLifecycle lifecycle, String typeName, @Nullable Object[] elements) {
        this.lifecycle = lifecycle;
        this.typeName = typeName;
        this.elements = elements.clone();
    }

    /** Makes the parameter of a statement. Also possible after {@link #free}, since a set parameter stays set. */
    Array of(PreparedStatement physical) throws SQLException {
        return physical.getConnection().createArrayOf(typeName, elements);
    }

    /** A call on the driver's array. */
    private interface Question<T> {
        T of(Array array) throws SQLException;
    }

    private <T> T asked(Question<T> question) throws SQLException {
        return lifecycle.uncached(c -> question.of(c.createArrayOf(typeName, elements)));
    }

    private ResultSet rows(Question<ResultSet> question) throws SQLException {
        return lifecycle.metadataRows(c -> question.of(c.createArrayOf(typeName, elements)));
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return asked(Array::getBaseTypeName);
    }

    @Override
    public int getBaseType() throws SQLException {
        return asked(Array::getBaseType);
    }

    @Override
    public Object getArray() throws SQLException {
        return asked(Array::getArray);
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return asked(array -> array.getArray(map));
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return asked(array -> array.getArray(index, count));
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return asked(array -> array.getArray(index, count, map));
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(Array::getResultSet);
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return rows(array -> array.getResultSet(map));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(array -> array.getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return rows(array -> array.getResultSet(index, count, map));
    }

    @Override
    public void free() {
        // No connection is held for it.
    }
}
