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
 * A query for metadata, a connection property or validity, which is no statement of the application. It holds no connection: it
 * uses a bound connection or a cached answer, or borrows a connection and returns it at once.
 *
 * <p>An exception is the primary in a JTA transaction: the application server keeps an enlisted connection until the
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
     * A property that can be set on a connection, with the value of the pool's connections. In JTA, too, it is the primary's
     * value: an application may save and restore it, and the replica's pool may have another default.
     */
    <T> T poolDefault(Object question, ConnectionCall<T> call) throws SQLException {
        return router.boundConnection().isPresent()
                ? call.of(lifecycle.forMetadata())
                : known(question, call, Route.PRIMARY);
    }

    /** A constant property of driver and database. In JTA the replica is queried first, since that enlists no connection. */
    <T> T constant(Object question, ConnectionCall<T> call) throws SQLException {
        return known(question, call, preferred());
    }

    /** A query whose answer is not cached. */
    <T> T uncached(ConnectionCall<T> call) throws SQLException {
        if (router.boundConnection().isPresent()) {
            return call.of(lifecycle.forMetadata());
        }
        return inOrder(call, first(preferred())).value();
    }

    /** The connection for rows of metadata. While the primary does not answer, it is the replica's if reads go there. */
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
     * Runs a health check: on the connection of the local transaction, or on the bound connection of the primary; otherwise on
     * the server that a read would be sent to now, and on the primary if a replica does not answer.
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

    // An answer has the type of its question, and may be null, as the driver's may.
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

    /** Avoids waiting for a primary that is known not to answer. */
    private Route first(Route preferred) {
        Route wanted = parts.routing().primaryAnswers() ? preferred : Route.REPLICA;
        return wanted == Route.REPLICA && !replicaMayAnswer() ? Route.PRIMARY : wanted;
    }

    /** True if the replica's pool may be waited for: no connection of the primary is held here or in this transaction. */
    private boolean replicaMayAnswer() {
        return router.boundConnection().isEmpty()
                && !parts.replicas().isEmpty()
                && (router.jtaTransaction().isEmpty() || router.chooseRead().route() == Route.REPLICA);
    }

    /** Tries one server, then the other. If both fail, throws the primary's exception. */
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
        SQLException last = new ReplicaUnavailable("no replica is eligible");
        for (ReplicaPool pool : parts.replicas()) {
            if (pool.isEligible()) {
                try {
                    return pool.source().getConnection();
                } catch (SQLException refused) {
                    last = refused;
                }
            }
        }
        throw last;
    }
}
