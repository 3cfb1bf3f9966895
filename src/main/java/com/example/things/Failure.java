package com.example.things;

import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.OptimisticLockException;
import jakarta.resource.ResourceException;
import jakarta.transaction.HeuristicCommitException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * The meaning of an exception for the client. Since servers wrap exceptions differently, all causes are examined, also the
 * exceptions of resources that a transaction manager attaches as suppressed ones.
 */
enum Failure {
    /** The thing was changed or removed between the read and the write. */
    LOST_UPDATE,
    /** The thing was removed between two reads. */
    GONE,
    /** The database is temporarily unreachable or refuses. If the commit failed, the write may nevertheless have happened. */
    UNAVAILABLE,
    /** Every other exception: a defect of the application. */
    UNEXPECTED;

    private static final int DEPTH = 32;

    /**
     * The classes of SQLSTATE that are temporary: connection exception, transaction rollback (deadlock, recovery conflict),
     * insufficient resources, operator intervention (shutdown). Source: PostgreSQL documentation, appendix A.
     */
    private static final Set<String> TRANSIENT = Set.of("08", "40", "53", "57");

    /** The SQLSTATE of a server that rejects writes, for instance during the replacement of a primary. */
    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    /**
     * The exceptions by which a transaction manager reports a failed commit or an unknown outcome. If the connection was
     * lost, Payara's have no cause.
     */
    private static final Set<Class<? extends Exception>> OF_TRANSACTION = Set.of(
            RollbackException.class,
            SystemException.class,
            XAException.class,
            HeuristicCommitException.class,
            HeuristicMixedException.class,
            HeuristicRollbackException.class);

    static Failure of(Throwable thrown) {
        return withCauses(thrown, DEPTH)
                .map(Failure::ofOne)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(UNEXPECTED);
    }

    /** {@return the exception and its causes, from the outside in, then the attached exceptions} */
    private static Stream<Throwable> withCauses(Throwable thrown, int depth) {
        if (depth == 0) {
            return Stream.empty();
        }
        Stream<Throwable> causes =
                Optional.ofNullable(thrown.getCause()).stream().flatMap(cause -> withCauses(cause, depth - 1));
        Stream<Throwable> attached = isOfTransaction(thrown)
                ? Stream.of(thrown.getSuppressed()).flatMap(cause -> withCauses(cause, depth - 1))
                : Stream.empty();
        return Stream.of(Stream.of(thrown), causes, attached).flatMap(all -> all);
    }

    private static Optional<Failure> ofOne(Throwable thrown) {
        if (thrown instanceof OptimisticLockException) {
            return Optional.of(LOST_UPDATE);
        }
        if (thrown instanceof EntityNotFoundException) {
            return Optional.of(GONE);
        }
        return isUnavailable(thrown) ? Optional.of(UNAVAILABLE) : Optional.empty();
    }

    private static boolean isUnavailable(Throwable thrown) {
        if (thrown instanceof SQLException exception && exception.getSQLState() != null) {
            String state = exception.getSQLState();
            return state.equals(READ_ONLY_SQL_TRANSACTION) || TRANSIENT.stream().anyMatch(state::startsWith);
        }
        // A pool throws ResourceException if it has no connection.
        return thrown instanceof ResourceException || isUnexplained(thrown);
    }

    /** {@return whether a transaction failed without a stated reason, which is not a defect of the application} */
    private static boolean isUnexplained(Throwable thrown) {
        return isOfTransaction(thrown) && thrown.getCause() == null && thrown.getSuppressed().length == 0;
    }

    private static boolean isOfTransaction(Throwable thrown) {
        return OF_TRANSACTION.stream().anyMatch(type -> type.isInstance(thrown));
    }
}
