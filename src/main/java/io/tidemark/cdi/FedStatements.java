package io.tidemark.cdi;

import io.tidemark.jdbc.SentStatements;
import io.tidemark.routing.Decision;
import io.tidemark.telemetry.SentStatement;
import io.tidemark.telemetry.StatementFeed;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Passes the statements of the routed data sources to a {@link StatementFeed}. Thread-safe. */
record FedStatements(StatementFeed feed) implements SentStatements {

    @Override
    public void sent(Decision decision, String sql) {
        Optional<Consumer<Supplier<SentStatement>>> receiver = feed.receiver();
        if (receiver.isPresent()) {
            receiver.get().accept(() -> statement(decision, sql));
        }
    }

    private static SentStatement statement(Decision decision, String sql) {
        return new SentStatement(
                decision.reason(),
                decision.replica().map(ReplicaName::text),
                decision.required().map(Position::toString),
                decision.replayed().map(Position::toString),
                decision.cause(),
                decision.shadow().map(routed -> routed.decision().reason()),
                sql);
    }
}
