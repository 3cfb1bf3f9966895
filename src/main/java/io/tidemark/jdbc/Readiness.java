package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a physical connection into the state that the routed one promises for its next statement: what was set on it, and
 * in a transaction or not.
 */
final class Readiness {

    private final Routing routing;
    private final Servers servers;
    private Settings settings = Settings.NONE;
    private boolean autoCommit = true;

    Readiness(Routing routing, Servers servers) {
        this.routing = routing;
        this.servers = servers;
    }

    Settings settings() {
        return settings;
    }

    <T> void set(Setting<T> setting, @Nullable T value) {
        settings = settings.with(setting, value);
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
        return !autoCommit && routing.transaction().isEmpty();
    }

    /**
     * The connection to the replica, ready for the next statement.
     *
     * @param open the open transaction of the connection's own, which stays where it is: what it reads is of one moment
     * @param decision what the statement must include
     */
    Physical replica(@Nullable LocalTransaction open, Decision decision) throws SQLException {
        Physical physical = open != null ? open.on() : servers.replica(decision);
        physical.ready(settings, replicaMode(physical, open));
        return physical;
    }

    /** Gives up the replica's connection if that failure has spoilt it. */
    void leaveReplica(ReplicaFailure failure) {
        servers.leaveReplica(failure);
    }

    private Mode replicaMode(Physical physical, @Nullable LocalTransaction open) {
        if (open != null) {
            return Mode.LOCAL_OPEN;
        }
        if (beginsLocalTransaction()) {
            return Mode.LOCAL;
        }
        return physical.streams() && routing.transaction().isPresent() ? Mode.STREAM : Mode.AUTO_COMMIT;
    }

    /** Lets a replica's connection stream, beside a JTA transaction; without one it does not, as no connection does. */
    void stream(Physical replica) throws SQLException {
        if (routing.transaction().isPresent()) {
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
        Optional<Object> transaction = routing.transaction();
        if (open != null && transaction.isPresent()) {
            throw Refusal.mixedTransactions();
        }
        Physical physical = servers.primary(transaction);
        physical.ready(settings, primaryMode(transaction, open));
        return physical;
    }

    /** The connection to the primary outside JTA, if there is one. */
    Optional<Physical> boundPrimary() {
        return servers.boundPrimary(Optional.empty());
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
