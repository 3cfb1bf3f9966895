package io.tidemark.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array that is made on the server that it is needed on: as a parameter, on that of the statement; else it would cost a
 * read on the replica a connection of the primary. Whatever else is asked of it is asked of an array that is made for the
 * question; only its rows hold a connection.
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

    /** As a parameter of that statement; also after {@link #free}, which frees what is here, not what was set. */
    Array of(PreparedStatement physical) throws SQLException {
        return physical.getConnection().createArrayOf(typeName, elements);
    }

    /** Something that is asked of an array. */
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
        // There is nothing to free: no connection is held for it.
    }
}
