package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import io.tidemark.writes.CustomSettings;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The physical connections of a routed one, each brought into the state that this promises for its next statement: what
 * was set on it, and in a transaction or not.
 */
final class ReadyServers extends Servers {

    private Settings settings = Settings.NONE;
    private boolean autoCommit = true;

    ReadyServers(Parts parts, Leaving leaving) {
        super(parts, leaving);
    }

    Settings settings() {
        return settings;
    }

    /** Takes back what was set since these were the settings. */
    void settings(Settings before) {
        settings = before;
    }

    <T> void set(Setting<T> setting, @Nullable T value) {
        settings = settings.with(setting, value);
    }

    /** That text changed settings of the session on one connection: the others are brought to them before their next use. */
    void changedBy(String sql) {
        // Another value each time, so that it is run again.
        settings = settings.withLast(Setting.text(sql), new Object());
    }

    /** As it was set; it means nothing in JTA. */
    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean wanted) {
        autoCommit = wanted;
    }

    /** With no transaction of the connection's own open, the next statement opens one. */
    boolean beginsLocalTransaction() {
        return !autoCommit && transaction().isEmpty();
    }

    /**
     * The connection to the replica, ready for the next statement.
     *
     * @param open the open transaction of the connection's own, which stays where it is: what it reads is of one moment
     * @param decision what the statement must include
     */
    Physical replica(@Nullable LocalTransaction open, Decision decision) throws SQLException {
        Physical physical = open != null ? open.on() : replicaFor(decision);
        CustomSettings kept =
                open != null ? CustomSettings.NONE : parts().routing().settings();
        physical.ready(settings, kept.isEmpty() ? replicaMode(physical, open) : Mode.STREAM);
        if (!readsWithOtherThan(physical, kept)) {
            physical.bring(kept);
        }
        return physical;
    }

    /** Rows are being read over the replica's connection that depend on other settings than these. */
    boolean replicaReadsWithOtherThan(CustomSettings kept) {
        return boundReplica().filter(held -> readsWithOtherThan(held, kept)).isPresent();
    }

    private boolean readsWithOtherThan(Physical replica, CustomSettings kept) {
        return replica.hasOtherThan(kept) && isInUse(replica);
    }

    /** The JTA transaction of this thread. */
    private Optional<Object> transaction() {
        return parts().routing().transaction();
    }

    private Mode replicaMode(Physical physical, @Nullable LocalTransaction open) {
        if (open != null) {
            return Mode.LOCAL_OPEN;
        }
        if (beginsLocalTransaction()) {
            return Mode.LOCAL;
        }
        return physical.streams() && transaction().isPresent() ? Mode.STREAM : Mode.AUTO_COMMIT;
    }

    /** Lets a replica's connection stream, beside a JTA transaction; without one it does not, as no connection does. */
    void stream(Physical replica) throws SQLException {
        if (transaction().isPresent()) {
            replica.ready(settings, Mode.STREAM);
            // WildFly's wrapper tells the driver with its next call only, and a large object's calls pass it by.
            replica.connection().getHoldability();
        }
    }

    /**
     * The connection to the primary, ready for the next statement.
     *
     * @param open the open transaction of the connection's own
     */
    Physical primary(@Nullable LocalTransaction open) throws SQLException {
        Optional<Object> transaction = transaction();
        if (open != null && transaction.isPresent()) {
            throw Refusal.mixedTransactions();
        }
        Physical physical = primaryIn(transaction);
        physical.ready(settings, primaryMode(transaction, open));
        bringTo(physical, transaction);
        return physical;
    }

    /** The connection to the primary for a description, which belongs to no transaction but JTA's. */
    Physical primaryForDescription() throws SQLException {
        Optional<Object> transaction = transaction();
        Physical physical = primaryIn(transaction);
        physical.ready(settings, transaction.isPresent() ? Mode.JTA : Mode.AUTO_COMMIT);
        bringTo(physical, transaction);
        return physical;
    }

    /** Once: from here on the transaction is on the primary, where its statements make their settings themselves. */
    private void bringTo(Physical primary, Optional<Object> transaction) throws SQLException {
        if (transaction.isPresent() && !parts().routing().settings().isEmpty()) {
            primary.bring(parts().routing().settings());
            parts().routing().keep(CustomSettings.NONE);
        }
    }

    /** Whether the custom setting was given a value here, which nothing can have changed since. */
    boolean knows(String setting) {
        return settings.value(Setting.custom(setting))
                        .filter(value -> !value.equals(Setting.LEFT))
                        .isPresent()
                && !primaryHasWritten();
    }

    boolean primaryHasWritten() {
        return boundPrimary().filter(Physical::hasWritten).isPresent();
    }

    /** The connection to the replica for a description, which belongs to no transaction. */
    Physical replicaForDescription(Decision decision) throws SQLException {
        Physical physical = replicaFor(decision);
        boolean streams = physical.streams() && transaction().isPresent();
        physical.ready(settings, streams ? Mode.STREAM : Mode.AUTO_COMMIT);
        return physical;
    }

    /** The connection to the primary outside JTA, if there is one. */
    Optional<Physical> boundPrimary() {
        return boundPrimary(Optional.empty());
    }

    private Mode primaryMode(Optional<Object> transaction, @Nullable LocalTransaction open) {
        if (open != null) {
            return Mode.LOCAL_OPEN;
        }
        if (transaction.isPresent()) {
            return Mode.JTA;
        }
        return autoCommit ? Mode.AUTO_COMMIT : Mode.LOCAL;
    }
}
