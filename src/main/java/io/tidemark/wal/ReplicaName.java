package io.tidemark.wal;

/**
 * The operator's name of a replica: the name of its data source, for example {@code jdbc/replica-a}. It contains no secret.
 *
 * @param text the name, which is unique among the replicas of an application
 * @param label the beginning of messages about the replica: the name, or the setting that contains it
 * @param header the name in response headers: {@code replica}, or a name that tells several replicas apart
 */
public record ReplicaName(String text, String label, String header) {

    /** Checks that the name is not blank. */
    public ReplicaName {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A replica's name is blank");
        }
    }

    /** Returns a name that messages begin with. */
    public static ReplicaName of(String text) {
        return new ReplicaName(text, text, "replica");
    }

    @Override
    public String toString() {
        return text;
    }
}
