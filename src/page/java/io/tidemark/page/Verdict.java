package io.tidemark.page;

import io.tidemark.Status;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The state of the routing in one sentence. The first case that applies decides, from the one that affects most reads to the one
 * that affects fewest.
 *
 * @param level the colour of the sentence
 */
record Verdict(Level level, String sentence) {

    /** A replica that is further behind is mentioned. Callers who have written meanwhile read from the primary. */
    static final Duration BEHIND = Duration.ofSeconds(1);

    /** The degree to which reads can use the replicas. */
    enum Level {
        /** All reads can use all replicas. */
        GOOD,
        /** Some reads use the primary, or some replicas serve no reads. */
        LIMITED,
        /** All reads use the primary. */
        PRIMARY
    }

    static Verdict of(Snapshot now) {
        Status status = now.status();
        if (status.replicas().isEmpty()) {
            return primary("no replica is configured (tidemark.replica.jndi).");
        }
        if (now.isShadow()) {
            return primary("shadow mode counts the routes that reads would take.");
        }
        if (!status.routing()) {
            return primary("routing is off.");
        }
        if (now.eligibleReplicas() == 0) {
            return primary("no replica may serve them. " + reasons(status.replicas()));
        }
        return eligible(now);
    }

    private static Verdict primary(String because) {
        return new Verdict(Level.PRIMARY, "Reads use the primary: " + because);
    }

    private static Verdict limited(String sentence) {
        return new Verdict(Level.LIMITED, sentence);
    }

    private static String reasons(List<Status.Replica> replicas) {
        return replicas.stream().map(Snapshot::problem).collect(Collectors.joining(" "));
    }

    /** The sentence if at least one replica may serve reads. */
    private static Verdict eligible(Snapshot now) {
        Status status = now.status();
        String replicas = number(now.eligibleReplicas(), status);
        if (!status.primary().ready()) {
            return limited(
                    "Reads that need nothing from the primary can use " + replicas + ". The primary is not ready: "
                            + status.primary().problem().orElse("the reason is not known."));
        }
        if (now.share() == 0) {
            return primary("the share of callers whose reads may use a replica is 0 %.");
        }
        if (status.store().filter(store -> !store.reachable()).isPresent()) {
            return limited("Reads that need no mark of their caller can use " + replicas
                    + ". Other reads use the primary: the store of marks does not answer.");
        }
        if (status.problem().isPresent()) {
            return limited("Reads may use the primary: " + status.problem().get());
        }
        if (now.share() < 1) {
            return limited("Reads of " + percent(now.share()) + " of the callers can use " + replicas + ".");
        }
        return current(status, replicas);
    }

    private static Verdict current(Status status, String replicas) {
        List<Status.Replica> behind = status.replicas().stream()
                .filter(replica -> replica.eligible() && isBehind(replica))
                .toList();
        long eligible =
                status.replicas().stream().filter(Status.Replica::eligible).count();
        if (behind.size() == eligible) {
            return limited("Reads of callers who wrote recently use the primary: " + lags(behind)
                    + " Other reads can use " + replicas + ".");
        }
        if (!behind.isEmpty()) {
            return limited("All reads can use " + number(eligible - behind.size(), status) + ". " + lags(behind));
        }
        String sentence = "All reads can use " + replicas + ".";
        return eligible == status.replicas().size()
                ? new Verdict(Level.GOOD, sentence)
                : limited(sentence + " "
                        + reasons(status.replicas().stream()
                                .filter(replica -> !replica.eligible())
                                .toList()));
    }

    private static boolean isBehind(Status.Replica replica) {
        return Snapshot.lagMillis(replica).orElse(0) >= BEHIND.toMillis();
    }

    private static String lags(List<Status.Replica> behind) {
        return behind.stream()
                .map(replica -> replica.name() + " is "
                        + replica.lagMillis().orElse(0) / Duration.ofSeconds(1).toMillis() + " s behind.")
                .collect(Collectors.joining(" "));
    }

    private static String number(long usable, Status status) {
        int all = status.replicas().size();
        return usable + " of " + all + (all == 1 ? " replica" : " replicas");
    }

    /** Returns a share in percent, with as many digits as it needs. */
    static String percent(double share) {
        return Numbers.plain(share * 100) + " %";
    }
}
