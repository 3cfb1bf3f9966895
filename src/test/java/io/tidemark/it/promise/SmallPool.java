package io.tidemark.it.promise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** As many connections at once as a pool of that size would give, and not one more. */
final class SmallPool {

    private static final int PATIENCE_SECONDS = 30;

    private SmallPool() {}

    static DataSource of(int size, DataSource source) {
        Semaphore free = new Semaphore(size, true);
        return (DataSource) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                        throw new SQLTransientConnectionException("The pool of " + size + " is exhausted");
                    }
                    return returning(source, free);
                });
    }

    private static Connection returning(DataSource source, Semaphore free) throws SQLException {
        Connection connection = source.getConnection();
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                        free.release();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
