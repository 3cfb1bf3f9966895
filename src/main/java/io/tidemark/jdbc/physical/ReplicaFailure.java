package io.tidemark.jdbc.physical;

import io.tidemark.routing.Routing.ReplicaFault;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of failures of a read on a replica before its first row. The kind decides how the read is retried.
 *
 * <p>Source: PostgreSQL, appendix "PostgreSQL Error Codes", and "Hot Standby" for what a standby refuses.
 */
public enum ReplicaFailure {
    /** The connection is lost, or the server refuses connections. */
    LOST,
    /** The pool is exhausted, or the server has too many connections. */
    BUSY,
    /** The server behind this connection does not cover the required position. It serves other reads. */
    NOT_COVERED,
    /** Replay cancelled the read. An open transaction can only be rolled back. */
    CONFLICT,
    /** The read waited too long for a lock. On a standby, replay holds that lock. */
    BLOCKED,
    /** The statement writes, although its text does not show that. */
    WRITES,
    /** The standby cannot run the statement. It may write, and it is not known if the primary can run it. */
    UNSUPPORTED,
    /** Any other failure, which the primary may not have. */
    FAILED,
    /** The driver refused the call, as it would on the primary. The exception is thrown to the application. */
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
     * Messages of such refusals that concern the connection, not the statement. If the server's messages are in another
     * language, the statement counts as one that may write, which is safe.
     */
    private static final List<String> OF_THE_CONNECTION =
            List.of("cached plan must not change result type", "cannot use serializable mode in a hot standby");

    /** Resources, the operating system, the configuration, corrupt data: faults of the server, not of the statement. */
    private static final List<String> OF_THE_SERVER = List.of(INSUFFICIENT_RESOURCES, "58", "F0", "XX");

    /** Classifies by the first SQLState, among the exception and its causes, that is not {@link #FAILED}. */
    public static ReplicaFailure of(Exception failure) {
        if (failure instanceof PositionNotCovered) {
            return NOT_COVERED;
        }
        if (failure instanceof ReplicaUnavailable) {
            return ofBorrowing(failure);
        }
        if (SqlCauses.contain(failure, SQLFeatureNotSupportedException.class)) {
            return OF_THE_DRIVER;
        }
        SQLException telling = SqlCauses.find(failure, cause -> byState(cause) != FAILED);
        return telling == null ? FAILED : byState(telling);
    }

    /**
     * An exhausted pool throws without an SQLState. Only a message of the server counts as a fault of the server. Otherwise a
     * burst of reads that exhausts the pool would send all other reads to the primary too.
     */
    private static ReplicaFailure ofBorrowing(Exception refused) {
        SQLException telling = SqlCauses.withState(refused);
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

    /**
     * The fault to report to the routing; empty if the read is retried as a write, or not at all.
     *
     * @param failure the exception that this kind was derived from
     */
    public Optional<ReplicaFault> fault(Exception failure) {
        return this == FAILED && isOfServer(failure) ? Optional.of(ReplicaFault.SERVER_FAILED) : fault();
    }

    private Optional<ReplicaFault> fault() {
        return switch (this) {
            case LOST -> Optional.of(ReplicaFault.LOST);
            case BUSY -> Optional.of(ReplicaFault.BUSY);
            case NOT_COVERED -> Optional.of(ReplicaFault.BEHIND);
            case CONFLICT -> Optional.of(ReplicaFault.CONFLICT);
            case BLOCKED -> Optional.of(ReplicaFault.BLOCKED);
            case FAILED -> Optional.of(ReplicaFault.FAILED);
            case WRITES, UNSUPPORTED, OF_THE_DRIVER -> Optional.empty();
        };
    }

    /** True if, at the end of a transaction on the replica, the failure only means that the transaction is over. */
    public boolean endsTransaction() {
        return this != FAILED && fault().isPresent();
    }

    /** True if a server sent the failure over a connection, which therefore works. An exhausted pool sends no SQLState. */
    public static boolean isAnswer(Exception failure) {
        SQLException telling = SqlCauses.withState(failure);
        return telling != null
                && of(failure) != LOST
                && of(failure) != OF_THE_DRIVER
                && !String.valueOf(telling.getSQLState()).startsWith(INSUFFICIENT_RESOURCES);
    }

    /** True if the primary may have the same failure. */
    public boolean mayBeShared() {
        return this == FAILED || this == UNSUPPORTED;
    }

    /**
     * True if a failure that the primary does not have shows a fault of the replica's server. It is false if the replica may
     * only be behind a change of the schema, or enforces a limit that its operator has set.
     */
    public static boolean blamesServer(Exception failure) {
        return SqlCauses.withState(failure) == null || isOfServer(failure);
    }

    private static boolean isOfServer(Exception failure) {
        SQLException telling = SqlCauses.withState(failure);
        if (telling == null) {
            return false;
        }
        String state = telling.getSQLState();
        return !state.equals(LIMIT_EXCEEDED) && OF_THE_SERVER.stream().anyMatch(state::startsWith);
    }
}
