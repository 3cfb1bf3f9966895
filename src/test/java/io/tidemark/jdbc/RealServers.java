package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A routed data source over a real primary and its replica, with routes that the test sets. */
final class RealServers {

    final Servers servers = TestServers.running();
    final DataSource primary = servers.primary().superuser();
    final DataSource replica = servers.replica().superuser();
    final List<String> log = new ArrayList<>();
    final ScriptedRouting routing = new ScriptedRouting(log);
    final Classifier classifier = Statements.classifier();
    final DataSource routed = routed(primary, replica);

    private DataSource routed(DataSource overPrimary, DataSource overReplica) {
        return new RoutedDataSource(
                new ScriptedPrimaryPool(overPrimary),
                List.of(new ScriptedReplicaPool(overReplica)),
                routing,
                classifier);
    }

    /** Routed over connections of the application's role, which may do less than the superuser. */
    DataSource ofApplication() {
        return routed(servers.primary().application(), servers.replica().application());
    }

    /** {@return a routed connection whose reads have this reason} */
    Connection routed(Reason reads) throws SQLException {
        routing.reads = reads;
        return routed.getConnection();
    }

    /** The server that answers the next read. */
    static boolean onReplica(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT current_setting('transaction_read_only') = 'on'")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    void setUp(String sql) throws SQLException, InterruptedException {
        servers.onPrimary(sql);
        servers.postgres().awaitReplica();
    }
}
