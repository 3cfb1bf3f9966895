package io.tidemark.it.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A connection pool that lends the connection that was idle longest, and detects a dead one at its checkout. */
public final class RoundPool {

    private RoundPool() {}

    private interface Return {
        void give(Connection connection) throws SQLException;
    }

    /** {@return a pool with a number of open connections, which opens more when all are lent} */
    public static DataSource of(int size, DataSource source) throws SQLException {
        return pool(size, source, new Semaphore(Integer.MAX_VALUE));
    }

    /** {@return a pool with a number of open connections, whose users wait when all are lent} */
    public static DataSource bounded(int size, DataSource source) throws SQLException {
        return pool(size, source, new Semaphore(size));
    }

    private static DataSource pool(int size, DataSource source, Semaphore free) throws SQLException {
        ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < size; i++) {
            idle.add(source.getConnection());
        }
        return (DataSource) Proxy.newProxyInstance(
                RoundPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    free.acquire();
                    try {
                        return pooled(valid(idle, source), connection -> giveBack(connection, idle, free));
                    } catch (SQLException failed) {
                        free.release();
                        throw failed;
                    }
                });
    }

    private static void giveBack(Connection connection, ConcurrentLinkedQueue<Connection> idle, Semaphore free)
            throws SQLException {
        if (!connection.isClosed()) {
            idle.add(connection);
        }
        free.release();
    }

    private static Connection valid(ConcurrentLinkedQueue<Connection> idle, DataSource source) throws SQLException {
        for (Connection next = idle.poll(); next != null; next = idle.poll()) {
            if (next.isValid(1)) {
                return next;
            }
        }
        return source.getConnection();
    }

    private static Connection pooled(Connection connection, Return back) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                RoundPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (closed.compareAndSet(false, true)) {
                            back.give(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
