package io.tidemark.it.app;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import io.tidemark.RoutedWork;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.UserTransaction;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Routed CDI bean, with transactions by annotation and by hand. */
@ApplicationScoped
@RoutedReads
public class Accounts {

    @PersistenceContext
    EntityManager entities;

    @Inject
    @Routed
    DataSource routed;

    @Inject
    RoutedWork work;

    @Inject
    AccountsOfItsOwn ofItsOwn;

    @Inject
    Eventual eventual;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    /** Reads both accounts, lets the test interfere, and leaves both changes to the flush at commit. */
    @Transactional
    public void change(long first, long second, int amount, Step between) throws Exception {
        Changes.make(entities, first, second, amount, between);
    }

    /** Changes both accounts, and flushes before the end of the method. */
    @Transactional
    public void changeAndFlush(long first, long second, int amount, Step between) throws Exception {
        Changes.make(entities, first, second, amount, between);
        entities.flush();
    }

    /** Changes one account on condition that the other one, which is only read, is still the same at the commit. */
    @Transactional
    public void changeIfUnchanged(long changed, long read, int amount, Step between) throws Exception {
        entities.find(Account.class, read, LockModeType.OPTIMISTIC);
        Account account = entities.find(Account.class, changed);
        between.run();
        account.amount(amount);
    }

    /** Reads as the test specifies, and lets the test interfere. The commit verifies the locks. */
    @Transactional
    public void read(Reading reading, Step between) throws Exception {
        reading.from(entities);
        between.run();
    }

    /** The same in a transaction that is begun and committed by hand. */
    public void readByHand(Reading reading, Step between) throws Exception {
        transaction.begin();
        reading.from(entities);
        between.run();
        transaction.commit();
    }

    /** Changes a version in JDBC, as a persistence provider does. */
    @Transactional(rollbackOn = Exception.class)
    public void changeVersionByHand(long id, int amount) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            Jdbc.changeVersion(connection, id, amount);
        }
    }

    /** The same in a transaction of the connection's own. */
    public void changeVersionByHandAlone(long id, int amount) throws SQLException {
        int version;
        try (Connection connection = routed.getConnection()) {
            version = Jdbc.version(connection, id);
        }
        try (Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Jdbc.changeVersion(connection, id, version, amount);
                connection.commit();
            } catch (IllegalStateException lost) {
                connection.rollback();
                throw lost;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** The same in a transaction that is begun and committed by hand. */
    public void changeByHand(long first, long second, int amount, Step between) throws Exception {
        Changes.makeByHand(transaction, entities, first, second, amount, between);
    }

    @Transactional
    public int amount(long id) {
        return entities.find(Account.class, id).amount();
    }

    @Transactional
    public Holder holder(long id) {
        return entities.find(Holder.class, id);
    }

    @Transactional(rollbackOn = Exception.class)
    public void changeAndFail(long id, int amount) throws Exception {
        entities.find(Account.class, id).amount(amount);
        entities.flush();
        throw new IllegalStateException("asked for a rollback");
    }

    /** Commits a change in a separate transaction within one that is rolled back. */
    @Transactional(rollbackOn = Exception.class)
    public void changeApartAndFail(long apart, long id, int amount) throws Exception {
        ofItsOwn.change(apart, amount);
        changeAndFail(id, amount);
    }

    /** Throws after the change was committed. */
    public void changeThenThrow(long id, int amount) throws Exception {
        ofItsOwn.change(id, amount);
        throw new IllegalStateException("after the commit");
    }

    /** A lax read, then in the same scope a strict one. */
    @RoutedReads(Freshness.EVENTUAL)
    public int laxThenStrict(long id) throws SQLException {
        eventual.amount(id);
        return ofItsOwn.read(id);
    }

    /** Plain JDBC beside JPA, in one transaction. */
    @Transactional(rollbackOn = Exception.class)
    public int changeByJdbc(long id, int amount, Step after) throws Exception {
        try (Connection connection = routed.getConnection()) {
            int before = Jdbc.amount(connection, id);
            Jdbc.change(connection, id, amount);
            after.run();
            return before;
        }
    }

    /** Touches the primary by plain JDBC for the first time when the transaction completes. */
    @Transactional
    public void changeByJdbcAtCompletion(long id, int amount, AtomicReference<SQLException> refused) {
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                try (Connection connection = routed.getConnection()) {
                    Jdbc.change(connection, id, amount);
                } catch (SQLException refusal) {
                    refused.set(refusal);
                    registry.setRollbackOnly();
                }
            }

            @Override
            public void afterCompletion(int status) {}
        });
    }

    /** Writes in auto-commit mode, outside any transaction. */
    public void changeInAutoCommit(long id, int amount) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            Jdbc.change(connection, id, amount);
        }
    }

    /** One transaction of the connection's own: one account is changed by the caller, the other on behalf of another. */
    public void changeTogether(long own, String other, long others, int amount) throws Exception {
        try (Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Jdbc.change(connection, own, amount);
                work.as(other).call(() -> {
                    Jdbc.change(connection, others, amount);
                    return amount;
                });
                connection.commit();
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Writes a large object through an object that was read on the primary. */
    @Transactional(rollbackOn = Exception.class)
    public void changeLargeObject(long object, byte... content) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT CAST(? AS oid) /* tidemark: primary */")) {
            read.setLong(1, object);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                Blob blob = row.getBlob(1);
                blob.setBytes(1, content);
            }
        }
    }

    /** A large object that is read where the caller may read. */
    @Transactional(rollbackOn = Exception.class)
    public byte[] largeObject(long object, int length) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT CAST(? AS oid)")) {
            read.setLong(1, object);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getBlob(1).getBytes(1, length);
            }
        }
    }

    /** Each statement of one prepared read is routed when it runs. */
    public int preparedBeforeAWriteAndReadAfterIt(long id, int amount) throws SQLException {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT amount FROM accounts WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet before = read.executeQuery()) {
                before.next();
            }
            Jdbc.change(connection, id, amount);
            try (ResultSet after = read.executeQuery()) {
                after.next();
                return after.getInt(1);
            }
        }
    }

    /**
     * Reads rows piece by piece while it writes, in one transaction.
     *
     * @param whileOpen is run when the first row has been read
     * @return the sum of what was read
     */
    @Transactional(rollbackOn = Exception.class)
    public int sumWhileChanging(long id, int amount, Step whileOpen) throws Exception {
        try (Connection connection = routed.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT amount FROM accounts ORDER BY id")) {
            read.setFetchSize(1);
            int sum = 0;
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    if (sum == 0) {
                        whileOpen.run();
                        Jdbc.change(connection, id, amount);
                    }
                    sum += rows.getInt(1);
                }
            }
            return sum;
        }
    }

    /** Runs each method in a new transaction. */
    @ApplicationScoped
    @RoutedReads
    public static class AccountsOfItsOwn {

        @PersistenceContext
        EntityManager entities;

        @Inject
        @Routed
        DataSource routed;

        @Transactional(TxType.REQUIRES_NEW)
        public void change(long id, int amount) {
            entities.find(Account.class, id).amount(amount);
        }

        public int read(long id) throws SQLException {
            try (Connection connection = routed.getConnection()) {
                return Jdbc.amount(connection, id);
            }
        }
    }

    /** Reads with {@code EVENTUAL}. */
    @ApplicationScoped
    public static class Eventual {

        @Inject
        @Routed
        DataSource routed;

        @RoutedReads(Freshness.EVENTUAL)
        public int amount(long id) throws SQLException {
            try (Connection connection = routed.getConnection()) {
                return Jdbc.amount(connection, id);
            }
        }
    }

    /** Uses the result of a routed method after the method has ended, in the same transaction. */
    @ApplicationScoped
    public static class Lazily {

        @Inject
        Accounts accounts;

        @Transactional
        public int accountsAfterTheMethodsEnd(long holder) {
            return accounts.holder(holder).accounts().size();
        }
    }

    /** Under no annotation. */
    @ApplicationScoped
    public static class Unrouted {

        @PersistenceContext
        EntityManager entities;

        @Transactional
        public void change(long id, int amount) {
            entities.find(Account.class, id).amount(amount);
        }
    }
}
