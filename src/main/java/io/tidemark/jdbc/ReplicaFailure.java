package io.tidemark.jdbc;

import io.tidemark.routing.Routing.ReplicaFault;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What it means that a read failed on a replica before its first row: whether it may be run once more, and as what.
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
    /** It writes, although its text does not show it. */
    WRITES,
    /** The standby cannot do it; whether anybody can is not known, nor whether it writes. */
    UNSUPPORTED,
    /** The primary would say the same: it surfaces. */
    OF_THE_STATEMENT;

    private static final String CONNECTION_EXCEPTION = "08";
    private static final String INSUFFICIENT_RESOURCES = "53";

    /** Admin shutdown, crash shutdown, cannot connect now, database dropped, idle session timeout. */
    private static final String ENDED_BY_SERVER = "57P0";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String READ_ONLY_TRANSACTION = "25006";

    /** Feature not supported (unlogged and temporary tables), and internal error (writes of some functions). */
    private static final Set<String> CANNOT_ON_A_STANDBY = Set.of("0A000", "XX000");

    /** By the first state among the exception and its causes that says something. */
    static ReplicaFailure of(Exception failure) {
        if (failure instanceof ReplicaLacks) {
            return LACKS;
        }
        if (failure instanceof ReplicaRefused) {
            return ofBorrowing(failure);
        }
        SQLException telling = Causes.find(failure, cause -> byState(cause.getSQLState()) != OF_THE_STATEMENT);
        // What the driver itself does not support it does not support on the primary either.
        return telling == null || telling instanceof SQLFeatureNotSupportedException
                ? OF_THE_STATEMENT
                : byState(telling.getSQLState());
    }

    /**
     * A pool that has none to give says so without a state; only what the server said is held against the server. Else a
     * burst of reads, each more than the pool holds, would send all the others to the primary too.
     */
    private static ReplicaFailure ofBorrowing(Exception refused) {
        SQLException telling = Causes.find(refused, cause -> cause.getSQLState() != null);
        return telling == null || telling.getSQLState().startsWith(INSUFFICIENT_RESOURCES) ? BUSY : LOST;
    }

    private static ReplicaFailure byState(@Nullable String state) {
        if (state == null) {
            return OF_THE_STATEMENT;
        }
        if (state.startsWith(CONNECTION_EXCEPTION) || state.startsWith(ENDED_BY_SERVER)) {
            return LOST;
        }
        if (CANNOT_ON_A_STANDBY.contains(state)) {
            return UNSUPPORTED;
        }
        return switch (state) {
            case SERIALIZATION_FAILURE -> CONFLICT;
            case READ_ONLY_TRANSACTION -> WRITES;
            default -> OF_THE_STATEMENT;
        };
    }

    /** What it says of the replica; nothing if the statement is to blame. */
    Optional<ReplicaFault> fault() {
        return switch (this) {
            case LOST -> Optional.of(ReplicaFault.LOST);
            case BUSY -> Optional.of(ReplicaFault.BUSY);
            case LACKS -> Optional.of(ReplicaFault.LACKS);
            case CONFLICT -> Optional.of(ReplicaFault.CONFLICT);
            case WRITES, UNSUPPORTED, OF_THE_STATEMENT -> Optional.empty();
        };
    }
}
