package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.jdbc.physical.RoutedPools;
import io.tidemark.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** A routed data source over two fake servers, and the log of all that happened. */
final class Bench {

    static final String READ = "select a from t where b = ?";
    static final String PLAIN_READ = "select a from t";
    static final String INSERT = "insert into t values (?)";
    static final String PLAIN_INSERT = "insert into t values (1)";

    final List<String> log = new ArrayList<>();

    /** The route and the text of each statement that was sent. */
    final List<String> sent = new ArrayList<>();

    final FakeServer primary = new FakeServer("primary", log);
    final FakeServer replica = new FakeServer("replica", log);
    final ScriptedRouting routing = new ScriptedRouting(log);
    final ScriptedPrimaryPool primaryPool = new ScriptedPrimaryPool(primary.dataSource());
    final ScriptedReplicaPool replicaPool = new ScriptedReplicaPool(replica.dataSource());

    /** The time, in nanoseconds, that a pause after a failure goes by. */
    final AtomicLong time = new AtomicLong();

    final RoutedDataSource source = source(List.of(replicaPool));

    private RoutedDataSource source(List<ReplicaPool> replicas) {
        return new RoutedDataSource(new RoutedParts(
                new RoutedPools(primaryPool, replicas, routing),
                Statements.classifier(),
                new StatementObservers((decision, sql) -> sent.add(decision.route() + " " + sql), Optional.empty()),
                time::get));
    }

    /** A connection of a data source that has no replica. */
    Connection withoutReplica() throws SQLException {
        return source(List.of()).getConnection();
    }

    Connection connection() {
        try {
            return source.getConnection();
        } catch (SQLException refused) {
            throw new IllegalStateException("It has not ended, and borrows nothing yet", refused);
        }
    }

    /** {@return a connection without auto-commit mode} */
    Connection manual() throws SQLException {
        Connection connection = connection();
        connection.setAutoCommit(false);
        return connection;
    }

    Connection readOnly() throws SQLException {
        Connection connection = manual();
        connection.setReadOnly(true);
        return connection;
    }

    /** {@return the events since the last call} */
    List<String> happened() {
        List<String> happened = List.copyOf(log);
        log.clear();
        return happened;
    }

    void assertHappened(String... events) {
        assertEquals(List.of(events), happened());
    }

    /** {@return the events since the last call, without the settings of connections} */
    List<String> executions() {
        return happened().stream().filter(event -> event.contains(" execute")).toList();
    }

    long count(String event) {
        return log.stream().filter(event::equals).count();
    }

    void assertNothingOpen() {
        assertEquals(0, primary.open(), "open connections of the primary");
        assertEquals(0, replica.open(), "open connections of the replica");
        assertEquals(0, routing.admitted, "admitted reads that have not ended");
    }

    static SQLException assertState(@Nullable String state, Executable executable) {
        SQLException thrown = assertThrows(SQLException.class, executable);
        assertEquals(state, thrown.getSQLState(), thrown.getMessage());
        return thrown;
    }
}
