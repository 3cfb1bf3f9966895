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
 * The meaning of an exception for the client. Servers wrap differently, so that all of its causes are looked at, and what a
 * transaction manager attaches of its resources.
 */
enum Failure {
    /** The thing was changed or removed between being read and being written. */
    LOST_UPDATE,
    /** The thing was removed between two reads of it. */
    GONE,
    /** The database cannot be reached, or refuses, for now. Lost at a commit, a write may have happened nevertheless. */
    UNAVAILABLE,
    /** Anything else: a mistake of ours. */
    UNEXPECTED;

    private static final int DEPTH = 32;

    /**
     * Classes of SQLSTATE that are over some time: connection exception, transaction rollback (deadlock, recovery
     * conflict), insufficient resources, operator intervention (shutdown). PostgreSQL documentation, appendix A.
     */
    private static final Set<String> TRANSIENT = Set.of("08", "40", "53", "57");

    /** What a server that takes no writes says, for instance while a primary is being replaced. */
    private static final String READ_ONLY_SQL_TRANSACTION = "25006";

    /**
     * The exceptions by which a transaction manager reports that a transaction was not committed, or that the outcome is
     * not known. Payara puts no cause into them when the connection was lost.
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

    /** It and its causes, from the outside in. What a transaction manager attaches comes after the causes. */
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
        // What a pool throws that has no connection to give.
        return thrown instanceof ResourceException || isUnexplained(thrown);
    }

    /** A transaction that failed for a reason that the transaction manager does not give: no mistake of the application. */
    private static boolean isUnexplained(Throwable thrown) {
        return isOfTransaction(thrown) && thrown.getCause() == null && thrown.getSuppressed().length == 0;
    }

    private static boolean isOfTransaction(Throwable thrown) {
        return OF_TRANSACTION.stream().anyMatch(type -> type.isInstance(thrown));
    }
}
