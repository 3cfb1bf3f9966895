package io.tidemark.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a procedure or function. It counts as a write, whatever its text is.
 *
 * <p>Output parameters and parameters by name are recorded too, and set before every execution. Results come from the physical
 * statement of the last execution.
 */
final class RoutedCallableStatement extends RoutedPreparedStatement implements CallableStatement {

    /** The index of a parameter that is set by name. */
    private static final int NO_INDEX = 0;

    private interface Registration {
        void on(CallableStatement physical) throws SQLException;
    }

    private final Map<String, Parameter> registrations = new LinkedHashMap<>();

    RoutedCallableStatement(
            ConnectionLifecycle lifecycle,
            ResultSetOptions options,
            String sql,
            Preparation<CallableStatement> preparation) {
        super(lifecycle, options, sql, preparation);
    }

    @Override
    boolean textDecides() {
        return false;
    }

    @Override
    void applyParameters(Statement physical) throws SQLException {
        for (Parameter registration : registrations.values()) {
            registration.applyTo((PreparedStatement) physical, NO_INDEX);
        }
        super.applyParameters(physical);
    }

    private void register(String key, Registration registration) throws SQLException {
        checkOpen();
        registrations.put(key, (s, i) -> registration.on((CallableStatement) s));
    }

    private void registerStream(String name, Registration registration) throws SQLException {
        checkOpen();
        registrations.put("in " + name, new Parameter.Stream((s, i) -> registration.on((CallableStatement) s)));
    }

    private CallableStatement out() throws SQLException {
        checkOpen();
        Statement physical = current();
        if (physical == null) {
            throw SqlErrors.nothingExecuted();
        }
        return (CallableStatement) physical;
    }

    // Results

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return out().getBoolean(index);
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        return out().getBoolean(name);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return out().getByte(index);
    }

    @Override
    public byte getByte(String name) throws SQLException {
        return out().getByte(name);
    }

    @Override
    public short getShort(int index) throws SQLException {
        return out().getShort(index);
    }

    @Override
    public short getShort(String name) throws SQLException {
        return out().getShort(name);
    }

    @Override
    public int getInt(int index) throws SQLException {
        return out().getInt(index);
    }

    @Override
    public int getInt(String name) throws SQLException {
        return out().getInt(name);
    }

    @Override
    public long getLong(int index) throws SQLException {
        return out().getLong(index);
    }

    @Override
    public long getLong(String name) throws SQLException {
        return out().getLong(name);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return out().getFloat(index);
    }

    @Override
    public float getFloat(String name) throws SQLException {
        return out().getFloat(name);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return out().getDouble(index);
    }

    @Override
    public double getDouble(String name) throws SQLException {
        return out().getDouble(name);
    }

    @Override
    public @Nullable String getString(int index) throws SQLException {
        return out().getString(index);
    }

    @Override
    public @Nullable String getString(String name) throws SQLException {
        return out().getString(name);
    }

    @Override
    public @Nullable String getNString(int index) throws SQLException {
        return out().getNString(index);
    }

    @Override
    public @Nullable String getNString(String name) throws SQLException {
        return out().getNString(name);
    }

    @Override
    public byte @Nullable [] getBytes(int index) throws SQLException {
        return out().getBytes(index);
    }

    @Override
    public byte @Nullable [] getBytes(String name) throws SQLException {
        return out().getBytes(name);
    }

    @Override
    public @Nullable Date getDate(int index) throws SQLException {
        return out().getDate(index);
    }

    @Override
    public @Nullable Date getDate(String name) throws SQLException {
        return out().getDate(name);
    }

    @Override
    public @Nullable Time getTime(int index) throws SQLException {
        return out().getTime(index);
    }

    @Override
    public @Nullable Time getTime(String name) throws SQLException {
        return out().getTime(name);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index) throws SQLException {
        return out().getTimestamp(index);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String name) throws SQLException {
        return out().getTimestamp(name);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int index) throws SQLException {
        return out().getBigDecimal(index);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String name) throws SQLException {
        return out().getBigDecimal(name);
    }

    @Override
    public @Nullable Object getObject(int index) throws SQLException {
        return routed(out().getObject(index));
    }

    @Override
    public @Nullable Object getObject(String name) throws SQLException {
        return routed(out().getObject(name));
    }

    @Override
    public @Nullable Ref getRef(int index) throws SQLException {
        return out().getRef(index);
    }

    @Override
    public @Nullable Ref getRef(String name) throws SQLException {
        return out().getRef(name);
    }

    @Override
    public @Nullable Blob getBlob(int index) throws SQLException {
        return (Blob) routed(out().getBlob(index));
    }

    @Override
    public @Nullable Blob getBlob(String name) throws SQLException {
        return (Blob) routed(out().getBlob(name));
    }

    @Override
    public @Nullable Clob getClob(int index) throws SQLException {
        return (Clob) routed(out().getClob(index));
    }

    @Override
    public @Nullable Clob getClob(String name) throws SQLException {
        return (Clob) routed(out().getClob(name));
    }

    @Override
    public @Nullable NClob getNClob(int index) throws SQLException {
        return (NClob) routed(out().getNClob(index));
    }

    @Override
    public @Nullable NClob getNClob(String name) throws SQLException {
        return (NClob) routed(out().getNClob(name));
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        return out().getArray(index);
    }

    @Override
    public @Nullable Array getArray(String name) throws SQLException {
        return out().getArray(name);
    }

    @Override
    public @Nullable URL getURL(int index) throws SQLException {
        return out().getURL(index);
    }

    @Override
    public @Nullable URL getURL(String name) throws SQLException {
        return out().getURL(name);
    }

    @Override
    public @Nullable RowId getRowId(int index) throws SQLException {
        return out().getRowId(index);
    }

    @Override
    public @Nullable RowId getRowId(String name) throws SQLException {
        return out().getRowId(name);
    }

    @Override
    public @Nullable SQLXML getSQLXML(int index) throws SQLException {
        return out().getSQLXML(index);
    }

    @Override
    public @Nullable SQLXML getSQLXML(String name) throws SQLException {
        return out().getSQLXML(name);
    }

    @Override
    public @Nullable Reader getCharacterStream(int index) throws SQLException {
        return out().getCharacterStream(index);
    }

    @Override
    public @Nullable Reader getCharacterStream(String name) throws SQLException {
        return out().getCharacterStream(name);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int index) throws SQLException {
        return out().getNCharacterStream(index);
    }

    @Override
    public @Nullable Reader getNCharacterStream(String name) throws SQLException {
        return out().getNCharacterStream(name);
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        return out().getBigDecimal(index, scale);
    }

    @Override
    public @Nullable Date getDate(int index, Calendar calendar) throws SQLException {
        return out().getDate(index, calendar);
    }

    @Override
    public @Nullable Date getDate(String name, Calendar calendar) throws SQLException {
        return out().getDate(name, calendar);
    }

    @Override
    public @Nullable Time getTime(int index, Calendar calendar) throws SQLException {
        return out().getTime(index, calendar);
    }

    @Override
    public @Nullable Time getTime(String name, Calendar calendar) throws SQLException {
        return out().getTime(name, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return out().getTimestamp(index, calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String name, Calendar calendar) throws SQLException {
        return out().getTimestamp(name, calendar);
    }

    @Override
    public @Nullable Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return routed(out().getObject(index, map));
    }

    @Override
    public @Nullable Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
        return routed(out().getObject(name, map));
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        return routed(out().getObject(index, type), type);
    }

    @Override
    public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
        return routed(out().getObject(name, type), type);
    }

    @Override
    public boolean wasNull() throws SQLException {
        return out().wasNull();
    }

    // Output parameters

    @Override
    public void registerOutParameter(int index, int type) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type));
    }

    @Override
    public void registerOutParameter(String name, int type) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type));
    }

    @Override
    public void registerOutParameter(int index, int type, int scale) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type, scale));
    }

    @Override
    public void registerOutParameter(String name, int type, int scale) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type, scale));
    }

    @Override
    public void registerOutParameter(int index, int type, String typeName) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type, typeName));
    }

    @Override
    public void registerOutParameter(String name, int type, String typeName) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type, typeName));
    }

    @Override
    public void registerOutParameter(int index, SQLType type) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type));
    }

    @Override
    public void registerOutParameter(String name, SQLType type) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type));
    }

    @Override
    public void registerOutParameter(int index, SQLType type, int scale) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type, scale));
    }

    @Override
    public void registerOutParameter(String name, SQLType type, int scale) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type, scale));
    }

    @Override
    public void registerOutParameter(int index, SQLType type, String typeName) throws SQLException {
        register("out " + index, s -> s.registerOutParameter(index, type, typeName));
    }

    @Override
    public void registerOutParameter(String name, SQLType type, String typeName) throws SQLException {
        register("out " + name, s -> s.registerOutParameter(name, type, typeName));
    }

    // Parameters by name

    @Override
    public void setNull(String name, int type) throws SQLException {
        register("in " + name, s -> s.setNull(name, type));
    }

    @Override
    public void setNull(String name, int type, @Nullable String typeName) throws SQLException {
        register("in " + name, s -> s.setNull(name, type, typeName));
    }

    @Override
    public void setBoolean(String name, boolean value) throws SQLException {
        register("in " + name, s -> s.setBoolean(name, value));
    }

    @Override
    public void setByte(String name, byte value) throws SQLException {
        register("in " + name, s -> s.setByte(name, value));
    }

    @Override
    public void setShort(String name, short value) throws SQLException {
        register("in " + name, s -> s.setShort(name, value));
    }

    @Override
    public void setInt(String name, int value) throws SQLException {
        register("in " + name, s -> s.setInt(name, value));
    }

    @Override
    public void setLong(String name, long value) throws SQLException {
        register("in " + name, s -> s.setLong(name, value));
    }

    @Override
    public void setFloat(String name, float value) throws SQLException {
        register("in " + name, s -> s.setFloat(name, value));
    }

    @Override
    public void setDouble(String name, double value) throws SQLException {
        register("in " + name, s -> s.setDouble(name, value));
    }

    @Override
    public void setBigDecimal(String name, @Nullable BigDecimal value) throws SQLException {
        register("in " + name, s -> s.setBigDecimal(name, value));
    }

    @Override
    public void setString(String name, @Nullable String value) throws SQLException {
        register("in " + name, s -> s.setString(name, value));
    }

    @Override
    public void setNString(String name, @Nullable String value) throws SQLException {
        register("in " + name, s -> s.setNString(name, value));
    }

    @Override
    public void setURL(String name, @Nullable URL value) throws SQLException {
        register("in " + name, s -> s.setURL(name, value));
    }

    @Override
    public void setRowId(String name, @Nullable RowId value) throws SQLException {
        register("in " + name, s -> s.setRowId(name, value));
    }

    @Override
    public void setSQLXML(String name, @Nullable SQLXML value) throws SQLException {
        register("in " + name, s -> s.setSQLXML(name, value));
    }

    @Override
    public void setBlob(String name, @Nullable Blob value) throws SQLException {
        register("in " + name, s -> s.setBlob(name, value));
    }

    @Override
    public void setClob(String name, @Nullable Clob value) throws SQLException {
        register("in " + name, s -> s.setClob(name, value));
    }

    @Override
    public void setNClob(String name, @Nullable NClob value) throws SQLException {
        register("in " + name, s -> s.setNClob(name, value));
    }

    @Override
    public void setBytes(String name, byte @Nullable [] value) throws SQLException {
        byte[] copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setBytes(name, copy));
    }

    @Override
    public void setDate(String name, @Nullable Date value) throws SQLException {
        Date copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setDate(name, copy));
    }

    @Override
    public void setDate(String name, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        Date copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        register("in " + name, s -> s.setDate(name, copy, zone));
    }

    @Override
    public void setTime(String name, @Nullable Time value) throws SQLException {
        Time copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setTime(name, copy));
    }

    @Override
    public void setTime(String name, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        Time copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        register("in " + name, s -> s.setTime(name, copy, zone));
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp value) throws SQLException {
        Timestamp copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setTimestamp(name, copy));
    }

    @Override
    public void setTimestamp(String name, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        Timestamp copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        register("in " + name, s -> s.setTimestamp(name, copy, zone));
    }

    @Override
    public void setObject(String name, @Nullable Object value) throws SQLException {
        Object copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setObject(name, copy));
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type) throws SQLException {
        Object copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setObject(name, copy, type));
    }

    @Override
    public void setObject(String name, @Nullable Object value, int type, int scale) throws SQLException {
        Object copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setObject(name, copy, type, scale));
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type) throws SQLException {
        Object copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setObject(name, copy, type));
    }

    @Override
    public void setObject(String name, @Nullable Object value, SQLType type, int scale) throws SQLException {
        Object copy = ParameterCopies.of(value);
        register("in " + name, s -> s.setObject(name, copy, type, scale));
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream stream) throws SQLException {
        registerStream(name, s -> s.setAsciiStream(name, stream));
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream stream, int length) throws SQLException {
        registerStream(name, s -> s.setAsciiStream(name, stream, length));
    }

    @Override
    public void setAsciiStream(String name, @Nullable InputStream stream, long length) throws SQLException {
        registerStream(name, s -> s.setAsciiStream(name, stream, length));
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream stream) throws SQLException {
        registerStream(name, s -> s.setBinaryStream(name, stream));
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream stream, int length) throws SQLException {
        registerStream(name, s -> s.setBinaryStream(name, stream, length));
    }

    @Override
    public void setBinaryStream(String name, @Nullable InputStream stream, long length) throws SQLException {
        registerStream(name, s -> s.setBinaryStream(name, stream, length));
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader stream) throws SQLException {
        registerStream(name, s -> s.setCharacterStream(name, stream));
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader stream, int length) throws SQLException {
        registerStream(name, s -> s.setCharacterStream(name, stream, length));
    }

    @Override
    public void setCharacterStream(String name, @Nullable Reader stream, long length) throws SQLException {
        registerStream(name, s -> s.setCharacterStream(name, stream, length));
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader stream) throws SQLException {
        registerStream(name, s -> s.setNCharacterStream(name, stream));
    }

    @Override
    public void setNCharacterStream(String name, @Nullable Reader stream, long length) throws SQLException {
        registerStream(name, s -> s.setNCharacterStream(name, stream, length));
    }

    @Override
    public void setBlob(String name, @Nullable InputStream stream) throws SQLException {
        registerStream(name, s -> s.setBlob(name, stream));
    }

    @Override
    public void setBlob(String name, @Nullable InputStream stream, long length) throws SQLException {
        registerStream(name, s -> s.setBlob(name, stream, length));
    }

    @Override
    public void setClob(String name, @Nullable Reader stream) throws SQLException {
        registerStream(name, s -> s.setClob(name, stream));
    }

    @Override
    public void setClob(String name, @Nullable Reader stream, long length) throws SQLException {
        registerStream(name, s -> s.setClob(name, stream, length));
    }

    @Override
    public void setNClob(String name, @Nullable Reader stream) throws SQLException {
        registerStream(name, s -> s.setNClob(name, stream));
    }

    @Override
    public void setNClob(String name, @Nullable Reader stream, long length) throws SQLException {
        registerStream(name, s -> s.setNClob(name, stream, length));
    }
}
