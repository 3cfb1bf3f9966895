package io.tidemark.cdi;

import io.tidemark.jdbc.physical.EnlistmentCheck;
import io.tidemark.postgres.TimedConnection;
import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.ForwardingSource;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.naming.NamingException;

/**
 * A replica whose data source is present and takes no part in the container's transactions. Before its first position is used, a connection
 * is borrowed in a transaction of this thread, which is then rolled back. If the container enlists the connection, the replica
 * stays unfit: as a second resource, it would make the application's transactions fail. For one thread.
 */
final class NonTransactionalReplica extends ForwardingSource {

    private static final System.Logger LOG = System.getLogger(NonTransactionalReplica.class.getName());

    /** Finds the container's transactions of this thread. */
    interface Transactions {
        UserTransaction ofThread() throws NamingException;
    }

    private enum Verdict {
        UNKNOWN,
        OUTSIDE,
        ENLISTED
    }

    private final ReplicaDataSource source;
    private final Transactions transactions;
    private final int timeoutMillis;
    private Verdict verdict = Verdict.UNKNOWN;

    /**
     * Wraps a replica that has not been checked yet.
     *
     * @param source leads to the replica
     * @param timeout the time within which the server must answer
     */
    NonTransactionalReplica(
            PositionSource server, ReplicaDataSource source, Transactions transactions, Duration timeout) {
        super(server);
        this.source = source;
        this.transactions = transactions;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public PositionReading read() throws ServerFault {
        PositionReading reading;
        try {
            if (verdict == Verdict.UNKNOWN) {
                source.lookUpAgain();
            } else {
                source.lookUpIfDue();
            }
            reading = super.read();
        } catch (ServerFault fault) {
            // Another data source may have this name when the server answers again.
            verdict = Verdict.UNKNOWN;
            if (fault.kind() == ServerFault.Kind.ABSENT) {
                discardConnection();
            }
            throw fault;
        }
        if (verdict == Verdict.UNKNOWN) {
            verdict = verdict();
        }
        if (verdict == Verdict.ENLISTED) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "Its data source takes part in the container's transactions (JTA), so the primary serves every read."
                            + " Remedy: --nontransactionalconnections=true for the pool on Payara, --jta=false for the data"
                            + " source on WildFly, <transactional>false</transactional> in web.xml, transactional=false in"
                            + " @DataSourceDefinition; then deploy the application again.");
        }
        return reading;
    }

    private Verdict verdict() throws ServerFault {
        try {
            return takesPart() ? Verdict.ENLISTED : Verdict.OUTSIDE;
        } catch (SQLException failed) {
            throw new ServerFault(
                    ServerFault.Kind.UNREACHABLE,
                    FailureMessage.withRoot("Borrowing a connection in a transaction failed", failed) + ".",
                    failed);
        } catch (NamingException | NotSupportedException | SystemException untried) {
            LOG.log(System.Logger.Level.DEBUG, "The replica''s pool was not tried in a transaction", untried);
            return Verdict.OUTSIDE;
        }
    }

    private boolean takesPart() throws SQLException, NamingException, NotSupportedException, SystemException {
        // A pool may hand out connections with an open transaction. That alone does not mean that it takes part in JTA.
        if (isTransactional()) {
            return false;
        }
        UserTransaction transaction = transactions.ofThread();
        transaction.begin();
        try {
            return isTransactional();
        } finally {
            transaction.rollback();
        }
    }

    private boolean isTransactional() throws SQLException {
        return TimedConnection.ask(source, timeoutMillis, NonTransactionalReplica::isEnlisted);
    }

    private static boolean isEnlisted(Connection connection) throws SQLException {
        try (Statement first = connection.createStatement()) {
            // A container may enlist a connection with its first statement.
            first.execute("SELECT 1");
            return EnlistmentCheck.found(connection);
        }
    }
}
