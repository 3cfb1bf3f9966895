package io.tidemark.page;

import io.tidemark.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Derives events from the difference of two snapshots. A state that begins and ends between them is not seen. */
final class Changes {

    private final Snapshot before;
    private final Snapshot now;
    private final List<LoggedEvent> events = new ArrayList<>();

    private Changes(Snapshot before, Snapshot now) {
        this.before = before;
        this.now = now;
    }

    /** Returns the events between two snapshots, in the order of their importance. */
    static List<LoggedEvent> between(Snapshot before, Snapshot now) {
        Changes changes = new Changes(before, now);
        changes.ofRouting();
        changes.ofPrimary(before.status().primary(), now.status().primary());
        for (Status.Replica replica : now.status().replicas()) {
            before.status().replicas().stream()
                    .filter(earlier -> earlier.name().equals(replica.name()))
                    .findFirst()
                    .ifPresent(earlier -> changes.ofReplica(earlier, replica));
        }
        Optional<Status.Store> store = before.status().store();
        if (store.isPresent() && now.status().store().isPresent()) {
            changes.ofStore(store.get(), now.status().store().get());
        }
        return changes.events;
    }

    private void add(String text) {
        events.add(new LoggedEvent(now.time(), text));
    }

    private static String because(Optional<String> problem) {
        return problem.orElse("The reason is not known.");
    }

    private void ofRouting() {
        if (before.isShadow() != now.isShadow()) {
            add(now.isShadow() ? "Shadow mode was switched on." : "Shadow mode was switched off.");
        } else if (before.status().routing() != now.status().routing()) {
            add(now.status().routing() ? "Routing was switched on." : "Routing was switched off.");
        }
        if (before.share() != now.share()) {
            add("The share of callers whose reads may use a replica was changed from " + Verdict.percent(before.share())
                    + " to " + Verdict.percent(now.share()) + ".");
        }
    }

    private void ofPrimary(Status.Primary earlier, Status.Primary primary) {
        if (earlier.timeline().isPresent()
                && primary.timeline().isPresent()
                && !earlier.timeline().equals(primary.timeline())) {
            add("Failover: the primary is on timeline " + primary.timeline().get() + ", and was on timeline "
                    + earlier.timeline().get() + ".");
        }
        if (earlier.ready() != primary.ready()) {
            add(primary.ready() ? "The primary is ready." : "The primary is not ready: " + because(primary.problem()));
        }
    }

    private void ofReplica(Status.Replica earlier, Status.Replica replica) {
        if (earlier.drained() != replica.drained()) {
            add(replica.name() + (replica.drained() ? " was drained." : " was resumed."));
        } else if (earlier.quarantined() != replica.quarantined()) {
            add(
                    replica.quarantined()
                            ? "Quarantined: " + Snapshot.problem(replica)
                            : replica.name() + " has left its quarantine.");
        } else if (earlier.eligible() != replica.eligible()) {
            add(
                    replica.eligible()
                            ? replica.name() + " may serve reads."
                            : "Serves no reads: " + Snapshot.problem(replica));
        }
    }

    private void ofStore(Status.Store earlier, Status.Store store) {
        if (earlier.reachable() != store.reachable()) {
            add(
                    store.reachable()
                            ? "The store of marks answers."
                            : "The store of marks does not answer: " + because(store.problem()));
        }
        if (earlier.floor().isPresent()
                && store.floor().isPresent()
                && !earlier.floor().equals(store.floor())) {
            add("The floor was raised to " + store.floor().get()
                    + ", since marks may have been lost. Every caller's reads include that position.");
        }
    }
}
