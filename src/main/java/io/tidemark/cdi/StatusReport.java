package io.tidemark.cdi;

import io.tidemark.Status;
import io.tidemark.audit.ReadAudits;
import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.PrimaryBudget;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.ShadowCounters;
import io.tidemark.sql.WriteCause;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Creates a {@link Status} from the states of the assembled parts. */
final class StatusReport {

    private StatusReport() {}

    static Status of(
            Router router,
            Optional<ContainerReplication> replication,
            RouteCounters counters,
            long ignoredTokens,
            Optional<String> problem,
            List<WriteCause> causes) {
        Optional<Position> head =
                replication.flatMap(parts -> parts.primary().state().last()).map(PositionReading::position);
        return new Status(
                router.routing().policy() == ReadPolicy.REPLICA,
                replication.map(parts -> primary(parts.primary())).orElseGet(StatusReport::unwatched),
                replication.stream()
                        .flatMap(parts -> parts.replicas().watches().stream())
                        .map(replica -> replica(replica, head))
                        .toList(),
                replication.map(parts -> store(parts.store())),
                counters.counts(),
                ignoredTokens,
                problem.or(() -> replication.flatMap(ContainerReplication::catalogueProblem)),
                causes.stream().map(StatusReport::sentences).toList(),
                router.budget().map(StatusReport::budget),
                router.waits()
                        .map(waits ->
                                new Status.Waits(waits.reads(), waits.time().toMillis())),
                shadow(router, replication));
    }

    private static Optional<Status.Shadow> shadow(Router router, Optional<ContainerReplication> replication) {
        boolean active = router.routing().policy() == ReadPolicy.SHADOW;
        ShadowCounters counted = router.shadow();
        return active || counted.counted()
                ? Optional.of(new Status.Shadow(active, counted.counts(), counted.waits(), audit(replication)))
                : Optional.empty();
    }

    private static Optional<Status.Audit> audit(Optional<ContainerReplication> replication) {
        return replication
                .flatMap(ContainerReplication::audits)
                .map(ReadAudits::counters)
                .map(counted -> new Status.Audit(counted.results(), counted.failures()));
    }

    private static Status.Budget budget(PrimaryBudget budget) {
        return new Status.Budget(
                budget.limits().concurrent(), budget.limits().share(), budget.running(), budget.refused());
    }

    private static String sentences(WriteCause cause) {
        return cause + ". " + cause.remedy().orElse("");
    }

    private static Status.Primary unwatched() {
        return new Status.Primary(
                true, Optional.empty(), Optional.empty(), Optional.of("It is not watched, since there is no replica."));
    }

    private static Status.Primary primary(PrimaryWatch watch) {
        PrimaryWatch.State state = watch.state();
        Optional<Position> position = state.last().map(PositionReading::position);
        return new Status.Primary(
                state.problem().isEmpty(), text(position), position.map(Position::timeline), problem(watch, state));
    }

    private static Optional<String> problem(PrimaryWatch watch, PrimaryWatch.State state) {
        Optional<String> sentence = watch.presumed().sentence();
        return state.problem().map(why -> sentence.map(more -> why + " " + more).orElse(why));
    }

    private static Status.Replica replica(ReplicaWatch replica, Optional<Position> head) {
        ReplicaState state = replica.state();
        Optional<String> notAccepting = replica.notAccepting();
        return new Status.Replica(
                replica.name().text(),
                state.eligible() && replica.mayAcceptScopes(),
                replica.isDrained(),
                replica.isOnProbation(),
                replica.inFlight().count(),
                text(state.replayed()),
                state.replayed().map(Position::timeline),
                state.lag().map(lag -> OptionalLong.of(lag.toMillis())).orElseGet(OptionalLong::empty),
                behind(state.replayed(), head),
                state.problem().or(() -> notAccepting),
                replica.clockOffset()
                        .map(offset -> OptionalLong.of(offset.estimate().toMillis()))
                        .orElseGet(OptionalLong::empty));
    }

    private static OptionalLong behind(Optional<Position> replayed, Optional<Position> head) {
        if (replayed.isEmpty() || head.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(head.get().lsn().bytesAfter(replayed.get().lsn()));
    }

    private static Status.Store store(GuardedStore store) {
        return new Status.Store(
                store.problem().isEmpty(),
                store.owesFloor(),
                store.lastFloor().map(Position::toString),
                store.problem());
    }

    private static Optional<String> text(Optional<Position> position) {
        return position.map(known -> known.lsn().toString());
    }
}
