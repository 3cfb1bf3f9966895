package io.tidemark.it.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source that runs an action after a commit, before the commit returns. */
final class AfterCommit {

    private AfterCommit() {}

    static DataSource of(DataSource source, Runnable incident) {
        return proxy(
                DataSource.class,
                source,
                result -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, unchanged -> unchanged, incident)
                        : result);
    }

    private interface Change {
        Object of(Object result);
    }

    private static <T> T proxy(Class<T> type, T behind, Change change) {
        return proxy(type, behind, change, () -> {});
    }

    private static <T> T proxy(Class<T> type, T behind, Change change, Runnable afterCommit) {
        return type.cast(Proxy.newProxyInstance(
                AfterCommit.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(behind, arguments);
                        if (method.getName().equals("commit")) {
                            afterCommit.run();
                        }
                        return change.of(result);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
