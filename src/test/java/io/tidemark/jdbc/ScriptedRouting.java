package io.tidemark.jdbc;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.routing.Admission;
import io.tidemark.routing.BorrowedConnections;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing;
import io.tidemark.routing.ShadowDecision;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ReplicaName;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.UnclaimedWrites;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRefused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A {@link Routing} with a fixed route until the first write, which logs its calls. */
final class ScriptedRouting implements Routing {

    private final List<String> log;
    Reason reads = Reason.CAUGHT_UP;

    /** The decision for reads in shadow mode, in place of {@link #reads}. */
    Optional<Decision> shadow = Optional.empty();

    Optional<Object> transaction = Optional.empty();
    Optional<WriteRefused> refusing = Optional.empty();

    /** The number of reads that were routed as asking for the time. */
    int byClock;

    boolean primaryAnswers = true;

    /** Thrown at each read. */
    Optional<ReadsUnavailable> refused = Optional.empty();

    /** The exception in place of that of a lost connection. */
    Optional<ReadsUnavailable> whenLost = Optional.empty();

    /** The number of statements that the primary has answered. */
    int answers;

    /** The JTA transaction that holds a connection of the primary. */
    private Optional<Object> onPrimary = Optional.empty();

    /** The custom settings of the JTA transaction. */
    CustomSettings kept = CustomSettings.NONE;

    /** The number of further writes in a local transaction. */
    int again;

    /** The number of answers that gave more than the fact of a write. */
    int learned;

    /** The admission of a read. */
    interface Admitting {
        /** {@return the decision that replaces that of the read} */
        Optional<Decision> of(Decision decision, BorrowedConnections borrowed);
    }

    Admitting admitting = (decision, borrowed) -> Optional.empty();

    /** The number of reads that are admitted and have not ended. */
    int admitted;

    /** The kinds of failures of the reads that were retried. */
    final List<String> retries = new ArrayList<>();

    ScriptedRouting(List<String> log) {
        this.log = log;
    }

    @Override
    public Decision routeRead() {
        log.add("read?");
        if (shadow.isPresent()) {
            return shadow.get();
        }
        boolean follows = transaction.isPresent() && transaction.equals(onPrimary);
        return decision(follows && reads == Reason.CAUGHT_UP ? Reason.IN_TRANSACTION : reads);
    }

    @Override
    public Decision routeReadByClock() {
        byClock++;
        return routeRead();
    }

    @Override
    public Admission admit(Decision decision, BorrowedConnections borrowed) {
        if (refused.isPresent()) {
            throw refused.get();
        }
        Optional<Decision> instead = admitting.of(decision, borrowed);
        admitted++;
        return new Admission() {
            @Override
            public Optional<Decision> instead() {
                return instead;
            }

            @Override
            public Optional<ReadsUnavailable> lost(String why) {
                log.add("lost: " + why);
                return whenLost;
            }

            @Override
            public void close() {
                admitted--;
            }
        };
    }

    @Override
    public void primaryAnswered() {
        answers++;
    }

    @Override
    public Decision settingUnknown() {
        return decision(Reason.SESSION_SETTING);
    }

    @Override
    public CustomSettings settings() {
        return transaction.isPresent() ? kept : CustomSettings.NONE;
    }

    @Override
    public void keep(CustomSettings settings) {
        kept = settings;
    }

    @Override
    public boolean primaryAnswers() {
        return primaryAnswers;
    }

    @Override
    public Decision reroute(Decision failed, Collection<ReplicaName> tried, ReplicaFault fault, String why) {
        log.add("replica " + fault + ": " + why);
        return decision(
                switch (fault) {
                    case LOST, BUSY -> Reason.REPLICA_UNAVAILABLE;
                    case BEHIND -> Reason.REPLICA_BEHIND;
                    case CONFLICT, BLOCKED -> Reason.REPLICA_CONFLICT;
                    case SERVER_FAILED, FAILED -> Reason.REPLICA_FAILED;
                });
    }

    @Override
    public void readSucceeded(Decision decision) {
        if (decision.route() == Route.PRIMARY) {
            primaryAnswered();
        }
    }

    @Override
    public void retried(ReplicaName failed, String error) {
        retries.add(error);
    }

    @Override
    public void failedOnReplicaOnly(Decision failed, String why) {
        log.add("replica only: " + why);
    }

    @Override
    public Write beginWrite() {
        log.add("write");
        reads = Reason.WROTE;
        return new Write() {
            private boolean told;

            @Override
            public void joinedBy(
                    Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed) {}

            @Override
            public void beforeStatement(Optional<Backend> backend) {}

            @Override
            public void beforeCommit() {
                log.add("committing");
                if (refusing.isPresent()) {
                    throw refusing.get();
                }
            }

            @Override
            public void outcomeUnknown(Lost what) {
                tell("in doubt: " + what);
            }

            @Override
            public void afterCommit() {
                tell("ended");
            }

            @Override
            public void afterRollback() {
                tell("rolled back");
            }

            private void tell(String outcome) {
                log.add(told ? "told twice: " + outcome : outcome);
                told = true;
            }
        };
    }

    @Override
    public void joinWrite(Write open) {
        again++;
        reads = Reason.WROTE;
    }

    @Override
    public void observedPrimary() {
        learned++;
    }

    @Override
    public void stayOnPrimary() {
        onPrimary = transaction;
    }

    @Override
    public void primaryEnlisted() {
        stayOnPrimary();
    }

    @Override
    public void versionRefused() {
        log.add("version refused");
    }

    @Override
    public void statementSent(Decision decision) {
        log.add("sent " + decision.reason());
    }

    @Override
    public Optional<Object> transaction() {
        return transaction;
    }

    /** A decision in shadow mode. */
    static Decision inShadow(Reason routed) {
        return new Decision(
                Reason.SHADOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Decision.Asks.ROWS,
                Optional.empty(),
                Optional.of(new ShadowDecision(decision(routed), false)));
    }

    static Decision decision(Reason reason) {
        return new Decision(
                reason,
                reason.route() == Route.REPLICA ? Optional.of(ScriptedReplicaPool.NAME) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Decision.Asks.ROWS,
                Optional.empty(),
                Optional.empty());
    }

    /** {@return the refusal of a write, as the settings require for an unreachable store} */
    static WriteRefused refusal() {
        return new WriteRefused("the store is away");
    }
}
