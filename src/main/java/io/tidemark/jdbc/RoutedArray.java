package io.tidemark.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array that is made on the server that it is needed on: as a parameter, on that of the statement; else it would cost a
 * read on the replica a connection of the primary. Whatever else is asked of it is asked there.
 */
final class RoutedArray implements Array {

    private final Session session;
    private final String typeName;
    private final @Nullable Object[] elements;
    private @Nullable Array asked;

    RoutedArray(Session session, String typeName, @Nullable Object[] elements) {
        this.session = session;
        this.typeName = typeName;
        this.elements = elements.clone();
    }

    /** As a parameter of that statement; also after {@link #free}, which frees what is here, not what was set. */
    Array of(PreparedStatement physical) throws SQLException {
        return physical.getConnection().createArrayOf(typeName, elements);
    }

    private Array asked() throws SQLException {
        Array known = asked;
        if (known != null) {
            return known;
        }
        Array made = session.describe(c -> c.createArrayOf(typeName, elements));
        asked = made;
        return made;
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return asked().getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return asked().getBaseType();
    }

    @Override
    public Object getArray() throws SQLException {
        return asked().getArray();
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return asked().getArray(map);
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return asked().getArray(index, count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return asked().getArray(index, count, map);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return asked().getResultSet();
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return asked().getResultSet(map);
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return asked().getResultSet(index, count);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return asked().getResultSet(index, count, map);
    }

    @Override
    public void free() throws SQLException {
        Array known = asked;
        if (known != null) {
            known.free();
        }
    }
}
