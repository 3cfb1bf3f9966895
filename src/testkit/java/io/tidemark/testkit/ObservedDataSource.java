package io.tidemark.testkit;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Delegates to a data source, and reports each read of its connections after the server's answer. */
final class ObservedDataSource implements DataSource {

    private final DataSource source;
    private final Consumer<ObservedRead> observer;

    ObservedDataSource(DataSource source, Consumer<ObservedRead> observer) {
        this.source = source;
        this.observer = observer;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ObservedConnection.of(source.getConnection(), observer);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return ObservedConnection.of(source.getConnection(user, password), observer);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(source) || source.isWrapperFor(type);
    }
}
