package io.tidemark.jdbc.physical;

import io.tidemark.Route;
import io.tidemark.routing.Decision;
import io.tidemark.writes.CustomSettings;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections of a routed connection, each prepared for its next statement: the properties of the routed
 * connection are applied, and it is in a transaction or not, as required.
 *
 * <p>Extends {@link BoundConnections} to save an object per routed connection.
 */
public final class ReadyConnections extends BoundConnections {

    private ConnectionProperties properties = ConnectionProperties.NONE;
    private boolean autoCommit = true;

    /** No connection is borrowed yet, and no property is set. */
    public ReadyConnections(RoutedPools pools, ConnectionUser user) {
        super(pools, user);
    }

    /** The properties that were set on the routed connection. */
    public ConnectionProperties properties() {
        return properties;
    }

    /** Resets the properties to an earlier state. */
    public void reset(ConnectionProperties before) {
        properties = before;
    }

    /** Sets a property. It is applied to each physical connection before its next statement. */
    public <T> void set(ConnectionProperty<T> property, @Nullable T value) {
        properties = properties.with(property, value);
    }

    /** Records SQL text that changed settings of the session. Other connections run it before their next statement. */
    public void changedBy(String sql) {
        // Another value each time, so that the text is run again.
        properties = properties.withLast(ConnectionProperty.text(sql), new Object());
    }

    /** The auto-commit mode that was set. It has no effect in JTA. */
    public boolean autoCommit() {
        return autoCommit;
    }

    /** Sets the auto-commit mode outside JTA. */
    public void autoCommit(boolean wanted) {
        autoCommit = wanted;
    }

    /** True if the next statement begins a local transaction, unless one is open. */
    public boolean beginsLocalTransaction() {
        return !autoCommit && transaction().isEmpty();
    }

    /**
     * The connection of the open local transaction, prepared for the next statement. The transaction does not change its server,
     * so that its reads belong together.
     *
     * @throws SQLException with SQLState 25000 if it is on the primary, and a JTA transaction is current
     */
    public PhysicalConnection inLocalTransaction(PhysicalConnection open) throws SQLException {
        if (open.route() == Route.PRIMARY && transaction().isPresent()) {
            throw mixedTransactions();
        }
        open.ready(properties, TransactionMode.LOCAL_OPEN);
        return open;
    }

    private static SQLException mixedTransactions() {
        return new SQLException(
                "A JTA transaction began while this connection's own transaction was open; commit or roll back that one"
                        + " first, or take a new connection",
                "25000");
    }

    /**
     * The connection to the replica, prepared for the next statement, while no local transaction is open.
     *
     * @param decision the position that its server must cover
     */
    public PhysicalConnection replica(Decision decision) throws SQLException {
        PhysicalConnection physical = replicaFor(decision);
        CustomSettings kept = pools().routing().settings();
        physical.ready(properties, kept.isEmpty() ? replicaMode(physical) : TransactionMode.STREAM);
        if (!readsWithOtherThan(physical, kept)) {
            physical.makeSettings(kept);
        }
        return physical;
    }

    /** True if open rows of the replica's connection depend on custom settings other than these. */
    public boolean replicaReadsWithOtherThan(CustomSettings kept) {
        return boundReplica().filter(held -> readsWithOtherThan(held, kept)).isPresent();
    }

    private boolean readsWithOtherThan(PhysicalConnection replica, CustomSettings kept) {
        return replica.hasOtherThan(kept) && isInUse(replica);
    }

    /** The JTA transaction of this thread. */
    private Optional<Object> transaction() {
        return pools().routing().transaction();
    }

    private TransactionMode replicaMode(PhysicalConnection physical) {
        if (beginsLocalTransaction()) {
            return TransactionMode.LOCAL;
        }
        return streamOrAutoCommit(physical);
    }

    private TransactionMode streamOrAutoCommit(PhysicalConnection replica) {
        return replica.streams() && transaction().isPresent() ? TransactionMode.STREAM : TransactionMode.AUTO_COMMIT;
    }

    /**
     * Begins a transaction on the replica's connection, beside a JTA transaction, so that rows can be streamed. Has no effect
     * without a JTA transaction: in auto-commit mode no connection streams.
     */
    public void stream(PhysicalConnection replica) throws SQLException {
        if (transaction().isPresent()) {
            replica.ready(properties, TransactionMode.STREAM);
            // WildFly's wrapper passes the auto-commit mode on with its next call. Calls of a large object bypass it.
            replica.connection().getHoldability();
        }
    }

    /** The connection to the primary, prepared for the next statement, while no local transaction is open. */
    public PhysicalConnection primary() throws SQLException {
        return primary(autoCommit ? TransactionMode.AUTO_COMMIT : TransactionMode.LOCAL);
    }

    /** The connection to the primary for metadata, which belongs to no transaction except JTA's. */
    public PhysicalConnection primaryForMetadata() throws SQLException {
        return primary(TransactionMode.AUTO_COMMIT);
    }

    private PhysicalConnection primary(TransactionMode outsideJta) throws SQLException {
        Optional<Object> transaction = transaction();
        PhysicalConnection physical = primaryFor(transaction);
        physical.ready(properties, transaction.isPresent() ? TransactionMode.JTA : outsideJta);
        if (transaction.isPresent() && !pools().routing().settings().isEmpty()) {
            // Only once: from here on, the transaction's statements make their settings on the primary themselves.
            physical.makeSettings(pools().routing().settings());
            pools().routing().keep(CustomSettings.NONE);
        }
        return physical;
    }

    /** True if the custom setting was given a value here that no statement can have changed since. */
    public boolean knows(String setting) {
        return properties
                        .value(ConnectionProperty.custom(setting))
                        .filter(value -> !value.equals(ConnectionProperty.LEFT))
                        .isPresent()
                && !primaryHasWritten();
    }

    /** True if a write may have been sent over the primary's connection outside JTA. */
    public boolean primaryHasWritten() {
        return boundPrimary().filter(PhysicalConnection::hasWritten).isPresent();
    }

    /** The connection to the replica for metadata, which belongs to no transaction. */
    public PhysicalConnection replicaForMetadata(Decision decision) throws SQLException {
        PhysicalConnection physical = replicaFor(decision);
        physical.ready(properties, streamOrAutoCommit(physical));
        return physical;
    }

    /** The bound connection of the primary outside JTA. */
    public Optional<PhysicalConnection> boundPrimary() {
        return boundPrimary(Optional.empty());
    }
}
