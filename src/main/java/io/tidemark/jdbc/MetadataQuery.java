package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.MetadataCache.Known;
import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.jdbc.physical.ReplicaUnavailable;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A question to the database that no statement of the application asks. It holds no connection: it asks one that is bound
 * already, uses a known answer, or borrows a connection and returns it at once.
 *
 * <p>Only the primary of a JTA transaction stays borrowed, because the server keeps an enlisted connection until the
 * transaction ends. The transaction's reads then follow it.
 */
final class MetadataQuery {

    private static final System.Logger LOG = System.getLogger(MetadataQuery.class.getName());

    private final ConnectionLifecycle lifecycle;
    private final StatementRouter router;
    private final RoutedParts parts;

    MetadataQuery(ConnectionLifecycle lifecycle) {
        this.lifecycle = lifecycle;
        this.router = lifecycle.router();
        this.parts = router.parts();
    }

    /**
     * A property that can be set on a connection, as the pool's connections have it. In JTA, too, it is the primary's: an
     * application may save it and set it again, and the replica's pool may have another default.
     */
    <T> T poolDefault(Object question, ConnectionCall<T> call) throws SQLException {
        return router.boundConnection().isPresent()
                ? call.of(lifecycle.forMetadata())
                : known(question, call, Route.PRIMARY);
    }

    /** A property of driver and database that nothing changes. In JTA the replica answers it too, which enlists nothing. */
    <T> T constant(Object question, ConnectionCall<T> call) throws SQLException {
        return known(question, call, preferred());
    }

    /** A question that is too specific to remember its answer. */
    <T> T uncached(ConnectionCall<T> call) throws SQLException {
        if (router.boundConnection().isPresent()) {
            return call.of(lifecycle.forMetadata());
        }
        return inOrder(call, first(preferred())).value();
    }

    /** The connection for rows that describe the database. While the primary does not answer, a replica's if reads go there. */
    PhysicalConnection forRows() throws SQLException {
        if (router.boundConnection().isEmpty() && !parts.routing().primaryAnswers()) {
            Decision decision = router.chooseRead();
            if (decision.route() == Route.REPLICA) {
                return router.forMetadata(decision);
            }
        }
        return lifecycle.forMetadata();
    }

    /**
     * Asks whether a server answers: the connection of the open transaction, or the bound one of the primary; else the
     * server that a read would be sent to now, and the primary if a replica does not answer.
     */
    boolean valid(int timeoutSeconds) {
        ConnectionCall<Boolean> question = connection -> connection.isValid(timeoutSeconds);
        if (router.boundConnection().isEmpty() && router.chooseRead().route() == Route.REPLICA) {
            return answers(Route.REPLICA, question) || answers(Route.PRIMARY, question);
        }
        return answers(Route.PRIMARY, question);
    }

    private boolean answers(Route route, ConnectionCall<Boolean> question) {
        try {
            return lent(route, question);
        } catch (SQLException | RuntimeException dead) {
            LOG.log(System.Logger.Level.DEBUG, () -> "The " + route + " does not answer", dead);
            return false;
        }
    }

    /** An answer, and the server that gave it. */
    private record Answered<T>(T value, Route of) {}

    // An answer has the type of its question, and may be null as that of the driver.
    @SuppressWarnings({"unchecked", "NullAway"})
    private <T> T known(Object question, ConnectionCall<T> call, Route preferred) throws SQLException {
        Optional<Known> known = parts.metadata().of(question);
        Route first = first(preferred);
        if (known.isPresent() && suffices(known.get(), first)) {
            return (T) known.get().value();
        }
        try {
            Answered<T> answered = inOrder(call, first);
            parts.metadata().remember(question, parts.metadata().answer(answered.value(), answered.of()));
            return answered.value();
        } catch (SQLException | RuntimeException failure) {
            if (known.isEmpty()) {
                throw failure;
            }
            return (T) known.get().value();
        }
    }

    private boolean suffices(Known known, Route first) {
        if (known.of() == Route.REPLICA) {
            return first == Route.REPLICA;
        }
        return first == Route.REPLICA
                || router.jtaTransaction().isPresent()
                || parts.metadata().isFresh(known);
    }

    private Route preferred() {
        return router.jtaTransaction().isPresent() ? Route.REPLICA : Route.PRIMARY;
    }

    /** A primary that is known not to answer is not waited for. */
    private Route first(Route preferred) {
        Route wanted = parts.routing().primaryAnswers() ? preferred : Route.REPLICA;
        return wanted == Route.REPLICA && !replicaMayAnswer() ? Route.PRIMARY : wanted;
    }

    /** The replica's pool is never waited for while a connection of the primary is held, in this transaction or here. */
    private boolean replicaMayAnswer() {
        return router.boundConnection().isEmpty()
                && parts.replica().isPresent()
                && (router.jtaTransaction().isEmpty() || router.chooseRead().route() == Route.REPLICA);
    }

    /** If the first fails, the other; if that fails too, the primary's exception. */
    private <T> Answered<T> inOrder(ConnectionCall<T> call, Route first) throws SQLException {
        Route second = first == Route.PRIMARY ? Route.REPLICA : Route.PRIMARY;
        try {
            return new Answered<>(lent(first, call), first);
        } catch (SQLException | RuntimeException failure) {
            if (second == Route.REPLICA && !replicaMayAnswer()) {
                throw SqlCauses.revealed(failure);
            }
            try {
                return new Answered<>(lent(second, call), second);
            } catch (SQLException | RuntimeException again) {
                throw SqlCauses.revealed(second == Route.PRIMARY ? again : failure);
            }
        }
    }

    private <T> T lent(Route route, ConnectionCall<T> call) throws SQLException {
        Optional<PhysicalConnection> bound = route == Route.PRIMARY
                ? router.boundConnection()
                : router.connections().boundReplica();
        if (bound.isPresent()) {
            return call.of(route == Route.PRIMARY ? lifecycle.forMetadata() : bound.get());
        }
        if (route == Route.PRIMARY && router.jtaTransaction().isPresent()) {
            return call.of(lifecycle.forMetadata());
        }
        try (Connection borrowed = route == Route.PRIMARY ? parts.primary().borrow() : replica()) {
            T answer = call.on(borrowed);
            if (!borrowed.getAutoCommit()) {
                borrowed.rollback();
            }
            return answer;
        }
    }

    private Connection replica() throws SQLException {
        ReplicaPool pool = parts.replica().orElse(null);
        if (pool == null) {
            throw new ReplicaUnavailable("no replica data source");
        }
        return pool.source().getConnection();
    }
}
