package io.tidemark.jdbc;

import io.tidemark.routing.Routing.ReplicaFault;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of failures of a read on a replica before its first row. They decide how the read is run once more.
 *
 * <p>Source: PostgreSQL, appendix "PostgreSQL Error Codes", and "Hot Standby" for what a standby refuses.
 */
enum ReplicaFailure {
    /** The connection is lost, or the server let nobody in. */
    LOST,
    /** The pool, or the server's table of connections, is full. */
    BUSY,
    /** This connection's server lacks what the read must include. It serves other reads. */
    LACKS,
    /** Replay had to go on. Its transaction, if it is in one, can only be rolled back. */
    CONFLICT,
    /** It waited too long for a lock, which on a standby is one that replay holds. */
    BLOCKED,
    /** It writes, although its text does not show it. */
    WRITES,
    /** The standby cannot do it; whether any server can is not known, and it may write. */
    UNSUPPORTED,
    /** Any other failure: the primary may not have it. */
    FAILED,
    /** The driver refused it, and refuses it on the primary too: it surfaces. */
    OF_THE_DRIVER;

    private static final String CONNECTION_EXCEPTION = "08";
    private static final String INSUFFICIENT_RESOURCES = "53";
    private static final String LIMIT_EXCEEDED = "53400";

    /** Admin shutdown, crash shutdown, cannot connect now, database dropped, idle session timeout. */
    private static final String ENDED_BY_SERVER = "57P0";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String READ_ONLY_TRANSACTION = "25006";

    /** Feature not supported (unlogged and temporary tables), and internal error (writes of some functions). */
    private static final Set<String> CANNOT_ON_A_STANDBY = Set.of("0A000", "XX000");

    /**
     * Refusals with such a state that are about the connection, not about what the statement does. A server that speaks
     * another language is not understood; then the statement counts as one that may write, which is safe.
     */
    private static final List<String> OF_THE_CONNECTION =
            List.of("cached plan must not change result type", "cannot use serializable mode in a hot standby");

    /** Resources, the operating system, the configuration, corrupt data: the server is to blame, not the statement. */
    private static final List<String> OF_THE_SERVER = List.of(INSUFFICIENT_RESOURCES, "58", "F0", "XX");

    /** By the first state among the exception and its causes that says more than that it failed. */
    static ReplicaFailure of(Exception failure) {
        if (failure instanceof ReplicaLacks) {
            return LACKS;
        }
        if (failure instanceof ReplicaRefused) {
            return ofBorrowing(failure);
        }
        if (Causes.contain(failure, SQLFeatureNotSupportedException.class)) {
            return OF_THE_DRIVER;
        }
        SQLException telling = Causes.find(failure, cause -> byState(cause) != FAILED);
        return telling == null ? FAILED : byState(telling);
    }

    /**
     * A pool that has none to give says so without a state; only what the server said is held against the server. Else a
     * burst of reads, each more than the pool holds, would send all the others to the primary too.
     */
    private static ReplicaFailure ofBorrowing(Exception refused) {
        SQLException telling = Causes.withState(refused);
        return telling == null || telling.getSQLState().startsWith(INSUFFICIENT_RESOURCES) ? BUSY : LOST;
    }

    private static ReplicaFailure byState(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return FAILED;
        }
        if (state.startsWith(CONNECTION_EXCEPTION) || state.startsWith(ENDED_BY_SERVER)) {
            return LOST;
        }
        if (CANNOT_ON_A_STANDBY.contains(state)) {
            return isOfTheConnection(failure.getMessage()) ? FAILED : UNSUPPORTED;
        }
        return switch (state) {
            case SERIALIZATION_FAILURE, DEADLOCK -> CONFLICT;
            case LOCK_NOT_AVAILABLE -> BLOCKED;
            case READ_ONLY_TRANSACTION -> WRITES;
            default -> FAILED;
        };
    }

    private static boolean isOfTheConnection(@Nullable String message) {
        return message != null && OF_THE_CONNECTION.stream().anyMatch(message::contains);
    }

    /** How the routing calls it; empty if the read is run again as a write, or not at all. */
    Optional<ReplicaFault> fault() {
        return switch (this) {
            case LOST -> Optional.of(ReplicaFault.LOST);
            case BUSY -> Optional.of(ReplicaFault.BUSY);
            case LACKS -> Optional.of(ReplicaFault.BEHIND);
            case CONFLICT, BLOCKED -> Optional.of(ReplicaFault.CONFLICT);
            case FAILED -> Optional.of(ReplicaFault.FAILED);
            case WRITES, UNSUPPORTED, OF_THE_DRIVER -> Optional.empty();
        };
    }

    /** At the end of a transaction on the replica, it means no more than that the transaction is over. */
    boolean endsTransaction() {
        return this != FAILED && fault().isPresent();
    }

    /** The primary may have the same failure: the replica is not to blame for certain. */
    boolean mayBeCommon() {
        return this == FAILED || this == UNSUPPORTED;
    }

    /**
     * A failure that the primary does not have shows a fault of the replica's server. It does not if the replica may only
     * lack a change of the schema, or keeps to a limit that its operator has set.
     */
    static boolean blamesServer(Exception failure) {
        SQLException telling = Causes.withState(failure);
        if (telling == null) {
            return true;
        }
        String state = telling.getSQLState();
        return !state.equals(LIMIT_EXCEEDED) && OF_THE_SERVER.stream().anyMatch(state::startsWith);
    }
}
