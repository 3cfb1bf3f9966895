package io.tidemark.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a routed statement. It only delegates, so that {@link #getStatement} returns the routed statement and not the
 * driver's.
 */
class RoutedResultSet implements ResultSet {

    private static final Set<Class<?>> LARGE_OBJECTS = Set.of(Blob.class, Clob.class, NClob.class);

    private final ResultSet rows;
    private final @Nullable RoutedStatement statement;

    /**
     * Wraps the driver's rows.
     *
     * @param statement the statement that was executed for them; null for rows of metadata
     */
    RoutedResultSet(ResultSet rows, @Nullable RoutedStatement statement) {
        this.rows = rows;
        this.statement = statement;
    }

    boolean isMadeOf(ResultSet physical) {
        return rows == physical;
    }

    // Calls that could bypass the routing

    /** The routed statement; null for rows of metadata. */
    @Override
    public @Nullable Statement getStatement() throws SQLException {
        // Throws if the rows are closed.
        rows.getStatement();
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (statement != null) {
            statement.handOut();
        }
        return type.isInstance(rows) ? type.cast(rows) : rows.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(rows) || rows.isWrapperFor(type);
    }

    private void willReadLargeObject() throws SQLException {
        if (statement != null) {
            statement.willReadLargeObject();
        }
    }

    /** Wraps a value that can bypass the routing: rows of a cursor, or a large object. */
    private @Nullable Object routed(@Nullable Object value) {
        if (value instanceof ResultSet cursor) {
            return new RoutedResultSet(cursor, statement);
        }
        return statement == null ? value : statement.routed(value);
    }

    private void write(WritableOrigin.Writing<Boolean> writing) throws SQLException {
        if (statement == null) {
            writing.run();
        } else {
            statement.writeRow(writing);
        }
    }

    @Override
    public @Nullable Blob getBlob(int index) throws SQLException {
        willReadLargeObject();
        return (Blob) routed(rows.getBlob(index));
    }

    @Override
    public @Nullable Clob getClob(int index) throws SQLException {
        willReadLargeObject();
        return (Clob) routed(rows.getClob(index));
    }

    @Override
    public @Nullable NClob getNClob(int index) throws SQLException {
        willReadLargeObject();
        return (NClob) routed(rows.getNClob(index));
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return routed(rows.getObject(index));
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return routed(rows.getObject(index, map));
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        if (LARGE_OBJECTS.contains(type)) {
            willReadLargeObject();
            return type.cast(routed(rows.getObject(index, type)));
        }
        return rows.getObject(index, type);
    }

    @Override
    public @Nullable Blob getBlob(String label) throws SQLException {
        willReadLargeObject();
        return (Blob) routed(rows.getBlob(label));
    }

    @Override
    public @Nullable Clob getClob(String label) throws SQLException {
        willReadLargeObject();
        return (Clob) routed(rows.getClob(label));
    }

    @Override
    public @Nullable NClob getNClob(String label) throws SQLException {
        willReadLargeObject();
        return (NClob) routed(rows.getNClob(label));
    }

    @Override
    public @Nullable Object getObject(String label) throws SQLException {
        return routed(rows.getObject(label));
    }

    @Override
    public @Nullable Object getObject(String label, Map<String, Class<?>> map) throws SQLException {
        return routed(rows.getObject(label, map));
    }

    @Override
    public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        if (LARGE_OBJECTS.contains(type)) {
            willReadLargeObject();
            return type.cast(routed(rows.getObject(label, type)));
        }
        return rows.getObject(label, type);
    }

    // Rows

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public boolean previous() throws SQLException {
        return rows.previous();
    }

    @Override
    public boolean first() throws SQLException {
        return rows.first();
    }

    @Override
    public boolean last() throws SQLException {
        return rows.last();
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        return rows.absolute(row);
    }

    @Override
    public boolean relative(int by) throws SQLException {
        return rows.relative(by);
    }

    @Override
    public void beforeFirst() throws SQLException {
        rows.beforeFirst();
    }

    @Override
    public void afterLast() throws SQLException {
        rows.afterLast();
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return rows.isBeforeFirst();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return rows.isAfterLast();
    }

    @Override
    public boolean isFirst() throws SQLException {
        return rows.isFirst();
    }

    @Override
    public boolean isLast() throws SQLException {
        return rows.isLast();
    }

    @Override
    public int getRow() throws SQLException {
        return rows.getRow();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return rows.isClosed();
    }

    @Override
    public boolean wasNull() throws SQLException {
        return rows.wasNull();
    }

    @Override
    public int findColumn(String label) throws SQLException {
        return rows.findColumn(label);
    }

    // Values

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return rows.getArray(index);
    }

    @Override
    public @Nullable Array getArray(String label) throws SQLException {
        return rows.getArray(label);
    }

    @Override
    public @Nullable InputStream getAsciiStream(int index) throws SQLException {
        return rows.getAsciiStream(index);
    }

    @Override
    public @Nullable InputStream getAsciiStream(String label) throws SQLException {
        return rows.getAsciiStream(label);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int index) throws SQLException {
        return rows.getBigDecimal(index);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String label) throws SQLException {
        return rows.getBigDecimal(label);
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public @Nullable BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        return rows.getBigDecimal(index, scale);
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public @Nullable BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return rows.getBigDecimal(label, scale);
    }

    @Override
    public @Nullable InputStream getBinaryStream(int index) throws SQLException {
        return rows.getBinaryStream(index);
    }

    @Override
    public @Nullable InputStream getBinaryStream(String label) throws SQLException {
        return rows.getBinaryStream(label);
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return rows.getBoolean(index);
    }

    @Override
    public boolean getBoolean(String label) throws SQLException {
        return rows.getBoolean(label);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return rows.getByte(index);
    }

    @Override
    public byte getByte(String label) throws SQLException {
        return rows.getByte(label);
    }

    @Override
    public byte @Nullable [] getBytes(int index) throws SQLException {
        return rows.getBytes(index);
    }

    @Override
    public byte @Nullable [] getBytes(String label) throws SQLException {
        return rows.getBytes(label);
    }

    @Override
    public @Nullable Reader getCharacterStream(int index) throws SQLException {
        return rows.getCharacterStream(index);
    }

    @Override
    public @Nullable Reader getCharacterStream(String label) throws SQLException {
        return rows.getCharacterStream(label);
    }

    @Override
    public @Nullable Date getDate(int index) throws SQLException {
        return rows.getDate(index);
    }

    @Override
    public @Nullable Date getDate(String label) throws SQLException {
        return rows.getDate(label);
    }

    @Override
    public @Nullable Date getDate(int index, Calendar calendar) throws SQLException {
        return rows.getDate(index, calendar);
    }

    @Override
    public @Nullable Date getDate(String label, Calendar calendar) throws SQLException {
        return rows.getDate(label, calendar);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return rows.getDouble(index);
    }

    @Override
    public double getDouble(String label) throws SQLException {
        return rows.getDouble(label);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return rows.getFloat(index);
    }

    @Override
    public float getFloat(String label) throws SQLException {
        return rows.getFloat(label);
    }

    @Override
    public int getInt(int index) throws SQLException {
        return rows.getInt(index);
    }

    @Override
    public int getInt(String label) throws SQLException {
        return rows.getInt(label);
    }

    @Override
    public long getLong(int index) throws SQLException {
        return rows.getLong(index);
    }

    @Override
    public long getLong(String label) throws SQLException {
        return rows.getLong(label);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int index) throws SQLException {
        return rows.getNCharacterStream(index);
    }

    @Override
    public @Nullable Reader getNCharacterStream(String label) throws SQLException {
        return rows.getNCharacterStream(label);
    }

    @Override
    public @Nullable String getNString(int index) throws SQLException {
        return rows.getNString(index);
    }

    @Override
    public @Nullable String getNString(String label) throws SQLException {
        return rows.getNString(label);
    }

    @Override
    public @Nullable Ref getRef(int index) throws SQLException {
        return rows.getRef(index);
    }

    @Override
    public @Nullable Ref getRef(String label) throws SQLException {
        return rows.getRef(label);
    }

    @Override
    public @Nullable RowId getRowId(int index) throws SQLException {
        return rows.getRowId(index);
    }

    @Override
    public @Nullable RowId getRowId(String label) throws SQLException {
        return rows.getRowId(label);
    }

    @Override
    public @Nullable SQLXML getSQLXML(int index) throws SQLException {
        return rows.getSQLXML(index);
    }

    @Override
    public @Nullable SQLXML getSQLXML(String label) throws SQLException {
        return rows.getSQLXML(label);
    }

    @Override
    public short getShort(int index) throws SQLException {
        return rows.getShort(index);
    }

    @Override
    public short getShort(String label) throws SQLException {
        return rows.getShort(label);
    }

    @Override
    public @Nullable String getString(int index) throws SQLException {
        return rows.getString(index);
    }

    @Override
    public @Nullable String getString(String label) throws SQLException {
        return rows.getString(label);
    }

    @Override
    public @Nullable Time getTime(int index) throws SQLException {
        return rows.getTime(index);
    }

    @Override
    public @Nullable Time getTime(String label) throws SQLException {
        return rows.getTime(label);
    }

    @Override
    public @Nullable Time getTime(int index, Calendar calendar) throws SQLException {
        return rows.getTime(index, calendar);
    }

    @Override
    public @Nullable Time getTime(String label, Calendar calendar) throws SQLException {
        return rows.getTime(label, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index) throws SQLException {
        return rows.getTimestamp(index);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label) throws SQLException {
        return rows.getTimestamp(label);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return rows.getTimestamp(index, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label, Calendar calendar) throws SQLException {
        return rows.getTimestamp(label, calendar);
    }

    @Override
    public @Nullable URL getURL(int index) throws SQLException {
        return rows.getURL(index);
    }

    @Override
    public @Nullable URL getURL(String label) throws SQLException {
        return rows.getURL(label);
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public @Nullable InputStream getUnicodeStream(int index) throws SQLException {
        return rows.getUnicodeStream(index);
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public @Nullable InputStream getUnicodeStream(String label) throws SQLException {
        return rows.getUnicodeStream(label);
    }

    // Changes

    @Override
    public void deleteRow() throws SQLException {
        write(() -> {
            rows.deleteRow();
            return true;
        });
    }

    @Override
    public void insertRow() throws SQLException {
        write(() -> {
            rows.insertRow();
            return true;
        });
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        rows.moveToCurrentRow();
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        rows.moveToInsertRow();
    }

    @Override
    public void refreshRow() throws SQLException {
        rows.refreshRow();
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        return rows.rowDeleted();
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return rows.rowInserted();
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        return rows.rowUpdated();
    }

    @Override
    public void updateArray(int index, @Nullable Array value) throws SQLException {
        rows.updateArray(index, value);
    }

    @Override
    public void updateArray(String label, @Nullable Array value) throws SQLException {
        rows.updateArray(label, value);
    }

    @Override
    public void updateAsciiStream(int index, @Nullable InputStream value) throws SQLException {
        rows.updateAsciiStream(index, value);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value) throws SQLException {
        rows.updateAsciiStream(label, value);
    }

    @Override
    public void updateAsciiStream(int index, @Nullable InputStream value, int length) throws SQLException {
        rows.updateAsciiStream(index, value, length);
    }

    @Override
    public void updateAsciiStream(int index, @Nullable InputStream value, long length) throws SQLException {
        rows.updateAsciiStream(index, value, length);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value, int length) throws SQLException {
        rows.updateAsciiStream(label, value, length);
    }

    @Override
    public void updateAsciiStream(String label, @Nullable InputStream value, long length) throws SQLException {
        rows.updateAsciiStream(label, value, length);
    }

    @Override
    public void updateBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        rows.updateBigDecimal(index, value);
    }

    @Override
    public void updateBigDecimal(String label, @Nullable BigDecimal value) throws SQLException {
        rows.updateBigDecimal(label, value);
    }

    @Override
    public void updateBinaryStream(int index, @Nullable InputStream value) throws SQLException {
        rows.updateBinaryStream(index, value);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value) throws SQLException {
        rows.updateBinaryStream(label, value);
    }

    @Override
    public void updateBinaryStream(int index, @Nullable InputStream value, int length) throws SQLException {
        rows.updateBinaryStream(index, value, length);
    }

    @Override
    public void updateBinaryStream(int index, @Nullable InputStream value, long length) throws SQLException {
        rows.updateBinaryStream(index, value, length);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value, int length) throws SQLException {
        rows.updateBinaryStream(label, value, length);
    }

    @Override
    public void updateBinaryStream(String label, @Nullable InputStream value, long length) throws SQLException {
        rows.updateBinaryStream(label, value, length);
    }

    @Override
    public void updateBlob(int index, @Nullable InputStream value) throws SQLException {
        rows.updateBlob(index, value);
    }

    @Override
    public void updateBlob(int index, @Nullable Blob value) throws SQLException {
        rows.updateBlob(index, value);
    }

    @Override
    public void updateBlob(String label, @Nullable InputStream value) throws SQLException {
        rows.updateBlob(label, value);
    }

    @Override
    public void updateBlob(String label, @Nullable Blob value) throws SQLException {
        rows.updateBlob(label, value);
    }

    @Override
    public void updateBlob(int index, @Nullable InputStream value, long length) throws SQLException {
        rows.updateBlob(index, value, length);
    }

    @Override
    public void updateBlob(String label, @Nullable InputStream value, long length) throws SQLException {
        rows.updateBlob(label, value, length);
    }

    @Override
    public void updateBoolean(int index, boolean value) throws SQLException {
        rows.updateBoolean(index, value);
    }

    @Override
    public void updateBoolean(String label, boolean value) throws SQLException {
        rows.updateBoolean(label, value);
    }

    @Override
    public void updateByte(int index, byte value) throws SQLException {
        rows.updateByte(index, value);
    }

    @Override
    public void updateByte(String label, byte value) throws SQLException {
        rows.updateByte(label, value);
    }

    @Override
    public void updateBytes(int index, byte @Nullable [] value) throws SQLException {
        rows.updateBytes(index, value);
    }

    @Override
    public void updateBytes(String label, byte @Nullable [] value) throws SQLException {
        rows.updateBytes(label, value);
    }

    @Override
    public void updateCharacterStream(int index, @Nullable Reader value) throws SQLException {
        rows.updateCharacterStream(index, value);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value) throws SQLException {
        rows.updateCharacterStream(label, value);
    }

    @Override
    public void updateCharacterStream(int index, @Nullable Reader value, int length) throws SQLException {
        rows.updateCharacterStream(index, value, length);
    }

    @Override
    public void updateCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        rows.updateCharacterStream(index, value, length);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value, int length) throws SQLException {
        rows.updateCharacterStream(label, value, length);
    }

    @Override
    public void updateCharacterStream(String label, @Nullable Reader value, long length) throws SQLException {
        rows.updateCharacterStream(label, value, length);
    }

    @Override
    public void updateClob(int index, @Nullable Reader value) throws SQLException {
        rows.updateClob(index, value);
    }

    @Override
    public void updateClob(int index, @Nullable Clob value) throws SQLException {
        rows.updateClob(index, value);
    }

    @Override
    public void updateClob(String label, @Nullable Reader value) throws SQLException {
        rows.updateClob(label, value);
    }

    @Override
    public void updateClob(String label, @Nullable Clob value) throws SQLException {
        rows.updateClob(label, value);
    }

    @Override
    public void updateClob(int index, @Nullable Reader value, long length) throws SQLException {
        rows.updateClob(index, value, length);
    }

    @Override
    public void updateClob(String label, @Nullable Reader value, long length) throws SQLException {
        rows.updateClob(label, value, length);
    }

    @Override
    public void updateDate(int index, @Nullable Date value) throws SQLException {
        rows.updateDate(index, value);
    }

    @Override
    public void updateDate(String label, @Nullable Date value) throws SQLException {
        rows.updateDate(label, value);
    }

    @Override
    public void updateDouble(int index, double value) throws SQLException {
        rows.updateDouble(index, value);
    }

    @Override
    public void updateDouble(String label, double value) throws SQLException {
        rows.updateDouble(label, value);
    }

    @Override
    public void updateFloat(int index, float value) throws SQLException {
        rows.updateFloat(index, value);
    }

    @Override
    public void updateFloat(String label, float value) throws SQLException {
        rows.updateFloat(label, value);
    }

    @Override
    public void updateInt(int index, int value) throws SQLException {
        rows.updateInt(index, value);
    }

    @Override
    public void updateInt(String label, int value) throws SQLException {
        rows.updateInt(label, value);
    }

    @Override
    public void updateLong(int index, long value) throws SQLException {
        rows.updateLong(index, value);
    }

    @Override
    public void updateLong(String label, long value) throws SQLException {
        rows.updateLong(label, value);
    }

    @Override
    public void updateNCharacterStream(int index, @Nullable Reader value) throws SQLException {
        rows.updateNCharacterStream(index, value);
    }

    @Override
    public void updateNCharacterStream(String label, @Nullable Reader value) throws SQLException {
        rows.updateNCharacterStream(label, value);
    }

    @Override
    public void updateNCharacterStream(int index, @Nullable Reader value, long length) throws SQLException {
        rows.updateNCharacterStream(index, value, length);
    }

    @Override
    public void updateNCharacterStream(String label, @Nullable Reader value, long length) throws SQLException {
        rows.updateNCharacterStream(label, value, length);
    }

    @Override
    public void updateNClob(int index, @Nullable Reader value) throws SQLException {
        rows.updateNClob(index, value);
    }

    @Override
    public void updateNClob(int index, @Nullable NClob value) throws SQLException {
        rows.updateNClob(index, value);
    }

    @Override
    public void updateNClob(String label, @Nullable Reader value) throws SQLException {
        rows.updateNClob(label, value);
    }

    @Override
    public void updateNClob(String label, @Nullable NClob value) throws SQLException {
        rows.updateNClob(label, value);
    }

    @Override
    public void updateNClob(int index, @Nullable Reader value, long length) throws SQLException {
        rows.updateNClob(index, value, length);
    }

    @Override
    public void updateNClob(String label, @Nullable Reader value, long length) throws SQLException {
        rows.updateNClob(label, value, length);
    }

    @Override
    public void updateNString(int index, @Nullable String value) throws SQLException {
        rows.updateNString(index, value);
    }

    @Override
    public void updateNString(String label, @Nullable String value) throws SQLException {
        rows.updateNString(label, value);
    }

    @Override
    public void updateNull(int index) throws SQLException {
        rows.updateNull(index);
    }

    @Override
    public void updateNull(String label) throws SQLException {
        rows.updateNull(label);
    }

    @Override
    public void updateObject(int index, @Nullable Object value) throws SQLException {
        rows.updateObject(index, value);
    }

    @Override
    public void updateObject(String label, @Nullable Object value) throws SQLException {
        rows.updateObject(label, value);
    }

    @Override
    public void updateObject(int index, @Nullable Object value, int scaleOrLength) throws SQLException {
        rows.updateObject(index, value, scaleOrLength);
    }

    @Override
    public void updateObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        rows.updateObject(index, value, type);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, int scaleOrLength) throws SQLException {
        rows.updateObject(label, value, scaleOrLength);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type) throws SQLException {
        rows.updateObject(label, value, type);
    }

    @Override
    public void updateObject(int index, @Nullable Object value, SQLType type, int scaleOrLength) throws SQLException {
        rows.updateObject(index, value, type, scaleOrLength);
    }

    @Override
    public void updateObject(String label, @Nullable Object value, SQLType type, int scaleOrLength)
            throws SQLException {
        rows.updateObject(label, value, type, scaleOrLength);
    }

    @Override
    public void updateRef(int index, @Nullable Ref value) throws SQLException {
        rows.updateRef(index, value);
    }

    @Override
    public void updateRef(String label, @Nullable Ref value) throws SQLException {
        rows.updateRef(label, value);
    }

    @Override
    public void updateRow() throws SQLException {
        write(() -> {
            rows.updateRow();
            return true;
        });
    }

    @Override
    public void updateRowId(int index, @Nullable RowId value) throws SQLException {
        rows.updateRowId(index, value);
    }

    @Override
    public void updateRowId(String label, @Nullable RowId value) throws SQLException {
        rows.updateRowId(label, value);
    }

    @Override
    public void updateSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        rows.updateSQLXML(index, value);
    }

    @Override
    public void updateSQLXML(String label, @Nullable SQLXML value) throws SQLException {
        rows.updateSQLXML(label, value);
    }

    @Override
    public void updateShort(int index, short value) throws SQLException {
        rows.updateShort(index, value);
    }

    @Override
    public void updateShort(String label, short value) throws SQLException {
        rows.updateShort(label, value);
    }

    @Override
    public void updateString(int index, @Nullable String value) throws SQLException {
        rows.updateString(index, value);
    }

    @Override
    public void updateString(String label, @Nullable String value) throws SQLException {
        rows.updateString(label, value);
    }

    @Override
    public void updateTime(int index, @Nullable Time value) throws SQLException {
        rows.updateTime(index, value);
    }

    @Override
    public void updateTime(String label, @Nullable Time value) throws SQLException {
        rows.updateTime(label, value);
    }

    @Override
    public void updateTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        rows.updateTimestamp(index, value);
    }

    @Override
    public void updateTimestamp(String label, @Nullable Timestamp value) throws SQLException {
        rows.updateTimestamp(label, value);
    }

    // The rest

    @Override
    public void cancelRowUpdates() throws SQLException {
        rows.cancelRowUpdates();
    }

    @Override
    public void clearWarnings() throws SQLException {
        rows.clearWarnings();
    }

    @Override
    public int getConcurrency() throws SQLException {
        return rows.getConcurrency();
    }

    @Override
    public @Nullable String getCursorName() throws SQLException {
        return rows.getCursorName();
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return rows.getFetchDirection();
    }

    @Override
    public int getFetchSize() throws SQLException {
        return rows.getFetchSize();
    }

    @Override
    public int getHoldability() throws SQLException {
        return rows.getHoldability();
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return rows.getMetaData();
    }

    @Override
    public int getType() throws SQLException {
        return rows.getType();
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        return rows.getWarnings();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        rows.setFetchDirection(direction);
    }

    @Override
    public void setFetchSize(int size) throws SQLException {
        rows.setFetchSize(size);
    }
}
