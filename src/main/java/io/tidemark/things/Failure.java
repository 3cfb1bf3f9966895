package io.tidemark.things;

import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.OptimisticLockException;
import jakarta.resource.ResourceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an exception means for the client. Servers wrap differently, so that all of its causes are looked at. */
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

    static Failure of(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(DEPTH)
                .map(Failure::ofOne)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(UNEXPECTED);
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
        return thrown instanceof ResourceException;
    }
}
