package io.tidemark.cdi;

import io.tidemark.jdbc.physical.EnlistmentCheck;
import io.tidemark.postgres.TimedConnection;
import io.tidemark.wal.FailureMessage;
import io.tidemark.wal.Reading;
import io.tidemark.wal.Server;
import io.tidemark.wal.ServerFault;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * A replica whose data source takes no part in the container's transactions. Before its first position counts, a connection
 * is borrowed in a transaction of this thread's own, which is rolled back. If the container enlists it, the replica stays
 * unfit: as a second resource it would make the application's transactions fail. Used by one thread.
 */
final class ReplicaOutsideTransactions implements Server {

    private static final System.Logger LOG = System.getLogger(ReplicaOutsideTransactions.class.getName());

    /** Gives the container's transactions of this thread. */
    interface Transactions {
        UserTransaction ofThread() throws NamingException;
    }

    private enum Verdict {
        UNKNOWN,
        OUTSIDE,
        ENLISTED
    }

    private final Server server;
    private final DataSource source;
    private final Transactions transactions;
    private final int timeoutMillis;
    private Verdict verdict = Verdict.UNKNOWN;

    /**
     * A replica that has not been tried yet.
     *
     * @param source leads to it
     * @param timeout how long an answer may take
     */
    ReplicaOutsideTransactions(Server server, DataSource source, Transactions transactions, Duration timeout) {
        this.server = server;
        this.source = source;
        this.transactions = transactions;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public Reading read() throws ServerFault {
        Reading reading = server.read();
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
        // A pool may hand its connections out with a transaction open, and takes no part in JTA for that.
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
        TimedConnection borrowed = TimedConnection.borrow(source, timeoutMillis);
        try (Statement first = borrowed.connection().createStatement()) {
            // A container may enlist a connection with its first statement.
            first.execute("SELECT 1");
            return EnlistmentCheck.found(borrowed.connection());
        } finally {
            borrowed.giveBack();
        }
    }

    @Override
    public void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public void leave() {
        server.leave();
    }

    @Override
    public void close() {
        server.close();
    }
}
