package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PhysicalConnection;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement. It is prepared when it is executed, on the server that is chosen then.
 *
 * <p>Its parameters are recorded, and set on the physical statement before each execution. A parameter from a stream can be read
 * only once. If the statement must be prepared again after that, its execution fails until the parameter is set again.
 *
 * <p>A large object as a parameter makes it a write, since the driver writes the object when the parameter is set.
 */
class RoutedPreparedStatement extends RoutedStatement implements PreparedStatement {

    private final String sql;
    private final Preparation<? extends PreparedStatement> preparation;
    private @Nullable Parameter[] parameters = Parameters.NONE;
    private List<@Nullable Parameter[]> batch = List.of();
    private boolean largeObjects;

    /** True while a batch is executed, which sets its own parameters row by row. */
    private boolean batching;

    RoutedPreparedStatement(
            ConnectionLifecycle lifecycle,
            ResultSetOptions options,
            String sql,
            Preparation<? extends PreparedStatement> preparation) {
        super(lifecycle, options);
        this.sql = sql;
        this.preparation = preparation;
    }

    @Override
    final Statement make(PhysicalConnection physical) throws SQLException {
        Parameters.renew(parameters);
        return preparation.on(physical.connection(), sql);
    }

    @Override
    void applyParameters(Statement physical) throws SQLException {
        if (!batching) {
            Parameters.apply(parameters, (PreparedStatement) physical);
        }
    }

    @Override
    final boolean repeatable() {
        return Parameters.repeatable(parameters);
    }

    @Override
    Optional<RepeatedRead.Repetition> repetition(String text) {
        return Parameters.independent(parameters) && settings().areSimple()
                ? Optional.of(
                        new PreparedRepetition(text, parameters, settings().mostRows()))
                : Optional.empty();
    }

    @Override
    boolean textDecides() {
        return super.textDecides() && !largeObjects;
    }

    @Override
    final void checkTakesText() throws SQLException {
        throw SqlErrors.textOnPrepared();
    }

    @Override
    final boolean poolableByDefault() {
        return true;
    }

    // Execution

    @Override
    public final ResultSet executeQuery() throws SQLException {
        return rows(run(sql, s -> ((PreparedStatement) s).executeQuery()));
    }

    @Override
    public final boolean execute() throws SQLException {
        return run(sql, s -> ((PreparedStatement) s).execute());
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return update(sql, s -> ((PreparedStatement) s).executeUpdate());
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return update(sql, s -> ((PreparedStatement) s).executeLargeUpdate());
    }

    @Override
    public final void addBatch() throws SQLException {
        checkOpen();
        if (batch.isEmpty()) {
            batch = new ArrayList<>();
        }
        batch.add(parameters.clone());
    }

    @Override
    public final void clearBatch() throws SQLException {
        checkOpen();
        batch = List.of();
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        return runBatch(PreparedStatement::executeBatch);
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        return runBatch(PreparedStatement::executeLargeBatch);
    }

    private interface BatchExecution<T> {
        T on(PreparedStatement physical) throws SQLException;
    }

    private <T> T runBatch(BatchExecution<T> execution) throws SQLException {
        checkOpen();
        batching = true;
        try {
            return runUnproven(sql, s -> {
                PreparedStatement physical = (PreparedStatement) s;
                // An earlier batch that failed half-way may have left rows, which must not be sent with this one.
                physical.clearBatch();
                batch.forEach(Parameters::renew);
                for (@Nullable Parameter[] row : batch) {
                    Parameters.apply(row, physical);
                    physical.addBatch();
                }
                return execution.on(physical);
            });
        } finally {
            batching = false;
            batch = List.of();
            Parameters.renew(parameters);
        }
    }

    // Metadata

    @Override
    public final @Nullable ResultSetMetaData getMetaData() throws SQLException {
        return describe(sql, s -> ((PreparedStatement) s).getMetaData());
    }

    @Override
    public final ParameterMetaData getParameterMetaData() throws SQLException {
        return describe(sql, s -> ((PreparedStatement) s).getParameterMetaData());
    }

    @Override
    final Statement sample(Connection connection) throws SQLException {
        return preparation.on(connection, sql);
    }

    // Parameters

    private void set(int index, Parameter parameter) throws SQLException {
        checkOpen();
        parameters = Parameters.with(parameters, index, parameter);
    }

    private void setStream(int index, Parameter parameter) throws SQLException {
        set(index, new Parameter.Once(new Parameter.Stream(parameter)));
    }

    private void setLargeObject(int index, Parameter parameter) throws SQLException {
        set(index, new Parameter.Once(parameter));
        largeObjects = true;
    }

    private void setValue(int index, @Nullable Object value, Parameter parameter) throws SQLException {
        if (value instanceof Blob || value instanceof Clob) {
            setLargeObject(index, parameter);
        } else if (value instanceof InputStream || value instanceof Reader) {
            setStream(index, parameter);
        } else if (value instanceof RoutedArray array) {
            set(index, (s, i) -> s.setArray(i, array.of(s)));
        } else if (Parameter.Known.has(value)) {
            set(index, new Parameter.Known(value, parameter));
        } else if (Parameter.Dependent.has(value)) {
            set(index, new Parameter.Dependent(parameter));
        } else {
            set(index, parameter);
        }
    }

    @Override
    final Optional<Parameter.Known> parameter(int number) {
        return number <= parameters.length && parameters[number - 1] instanceof Parameter.Known known
                ? Optional.of(known)
                : Optional.empty();
    }

    @Override
    public final void clearParameters() throws SQLException {
        checkOpen();
        parameters = Parameters.NONE;
        largeObjects = false;
        Statement physical = current();
        if (physical != null) {
            ((PreparedStatement) physical).clearParameters();
        }
    }

    @Override
    public final void setNull(int index, int type) throws SQLException {
        setValue(index, null, (s, i) -> s.setNull(i, type));
    }

    @Override
    public final void setNull(int index, int type, @Nullable String typeName) throws SQLException {
        setValue(index, null, (s, i) -> s.setNull(i, type, typeName));
    }

    @Override
    public final void setBoolean(int index, boolean value) throws SQLException {
        setValue(index, value, (s, i) -> s.setBoolean(i, value));
    }

    @Override
    public final void setByte(int index, byte value) throws SQLException {
        set(index, (s, i) -> s.setByte(i, value));
    }

    @Override
    public final void setShort(int index, short value) throws SQLException {
        set(index, (s, i) -> s.setShort(i, value));
    }

    @Override
    public final void setInt(int index, int value) throws SQLException {
        setValue(index, value, (s, i) -> s.setInt(i, value));
    }

    @Override
    public final void setLong(int index, long value) throws SQLException {
        setValue(index, value, (s, i) -> s.setLong(i, value));
    }

    @Override
    public final void setFloat(int index, float value) throws SQLException {
        set(index, (s, i) -> s.setFloat(i, value));
    }

    @Override
    public final void setDouble(int index, double value) throws SQLException {
        set(index, (s, i) -> s.setDouble(i, value));
    }

    @Override
    public final void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, (s, i) -> s.setBigDecimal(i, value));
    }

    @Override
    public final void setString(int index, @Nullable String value) throws SQLException {
        setValue(index, value, (s, i) -> s.setString(i, value));
    }

    @Override
    public final void setNString(int index, @Nullable String value) throws SQLException {
        setValue(index, value, (s, i) -> s.setNString(i, value));
    }

    @Override
    public final void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, (s, i) -> s.setURL(i, value));
    }

    @Override
    public final void setRef(int index, @Nullable Ref value) throws SQLException {
        set(index, new Parameter.Dependent((s, i) -> s.setRef(i, value)));
    }

    @Override
    public final void setArray(int index, @Nullable Array value) throws SQLException {
        setValue(index, value, (s, i) -> s.setArray(i, value));
    }

    @Override
    public final void setRowId(int index, @Nullable RowId value) throws SQLException {
        set(index, new Parameter.Dependent((s, i) -> s.setRowId(i, value)));
    }

    @Override
    public final void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        set(index, new Parameter.Dependent((s, i) -> s.setSQLXML(i, value)));
    }

    @Override
    public final void setBytes(int index, byte @Nullable [] value) throws SQLException {
        byte[] copy = ParameterCopies.of(value);
        set(index, (s, i) -> s.setBytes(i, copy));
    }

    @Override
    public final void setDate(int index, @Nullable Date value) throws SQLException {
        Date copy = ParameterCopies.of(value);
        set(index, (s, i) -> s.setDate(i, copy));
    }

    @Override
    public final void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        Date copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        set(index, (s, i) -> s.setDate(i, copy, zone));
    }

    @Override
    public final void setTime(int index, @Nullable Time value) throws SQLException {
        Time copy = ParameterCopies.of(value);
        set(index, (s, i) -> s.setTime(i, copy));
    }

    @Override
    public final void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        Time copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        set(index, (s, i) -> s.setTime(i, copy, zone));
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        Timestamp copy = ParameterCopies.of(value);
        set(index, (s, i) -> s.setTimestamp(i, copy));
    }

    @Override
    public final void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar)
            throws SQLException {
        Timestamp copy = ParameterCopies.of(value);
        Calendar zone = ParameterCopies.of(calendar);
        set(index, (s, i) -> s.setTimestamp(i, copy, zone));
    }

    @Override
    public final void setObject(int index, @Nullable Object value) throws SQLException {
        Object copy = ParameterCopies.of(value);
        setValue(index, copy, (s, i) -> s.setObject(i, copy));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int type) throws SQLException {
        Object copy = ParameterCopies.of(value);
        setValue(index, copy, (s, i) -> s.setObject(i, copy, type));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, int type, int scale) throws SQLException {
        Object copy = ParameterCopies.of(value);
        setValue(index, copy, (s, i) -> s.setObject(i, copy, type, scale));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        Object copy = ParameterCopies.of(value);
        setValue(index, copy, (s, i) -> s.setObject(i, copy, type));
    }

    @Override
    public final void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        Object copy = ParameterCopies.of(value);
        setValue(index, copy, (s, i) -> s.setObject(i, copy, type, scale));
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        setStream(index, (s, i) -> s.setAsciiStream(i, stream));
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setStream(index, (s, i) -> s.setAsciiStream(i, stream, length));
    }

    @Override
    public final void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        setStream(index, (s, i) -> s.setAsciiStream(i, stream, length));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        setStream(index, (s, i) -> s.setBinaryStream(i, stream));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setStream(index, (s, i) -> s.setBinaryStream(i, stream, length));
    }

    @Override
    public final void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        setStream(index, (s, i) -> s.setBinaryStream(i, stream, length));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader stream) throws SQLException {
        setStream(index, (s, i) -> s.setCharacterStream(i, stream));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader stream, int length) throws SQLException {
        setStream(index, (s, i) -> s.setCharacterStream(i, stream, length));
    }

    @Override
    public final void setCharacterStream(int index, @Nullable Reader stream, long length) throws SQLException {
        setStream(index, (s, i) -> s.setCharacterStream(i, stream, length));
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader stream) throws SQLException {
        setStream(index, (s, i) -> s.setNCharacterStream(i, stream));
    }

    @Override
    public final void setNCharacterStream(int index, @Nullable Reader stream, long length) throws SQLException {
        setStream(index, (s, i) -> s.setNCharacterStream(i, stream, length));
    }

    @Deprecated
    @SuppressWarnings("deprecation")
    @Override
    public final void setUnicodeStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setStream(index, (s, i) -> s.setUnicodeStream(i, stream, length));
    }

    @Override
    public final void setBlob(int index, @Nullable Blob value) throws SQLException {
        setLargeObject(index, (s, i) -> s.setBlob(i, value));
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setBlob(i, stream)));
    }

    @Override
    public final void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setBlob(i, stream, length)));
    }

    @Override
    public final void setClob(int index, @Nullable Clob value) throws SQLException {
        setLargeObject(index, (s, i) -> s.setClob(i, value));
    }

    @Override
    public final void setClob(int index, @Nullable Reader stream) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setClob(i, stream)));
    }

    @Override
    public final void setClob(int index, @Nullable Reader stream, long length) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setClob(i, stream, length)));
    }

    @Override
    public final void setNClob(int index, @Nullable NClob value) throws SQLException {
        setLargeObject(index, (s, i) -> s.setNClob(i, value));
    }

    @Override
    public final void setNClob(int index, @Nullable Reader stream) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setNClob(i, stream)));
    }

    @Override
    public final void setNClob(int index, @Nullable Reader stream, long length) throws SQLException {
        setLargeObject(index, new Parameter.Stream((s, i) -> s.setNClob(i, stream, length)));
    }
}
