package io.tidemark.wal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of the collations that a server's database uses, as the server's own libraries report them. Immutable.
 *
 * <p>An index on text is built in the order of the primary's collation library. On a replica whose library sorts
 * differently, a search in such an index misses rows without an error. Source: PostgreSQL documentation, "Collation
 * Support".
 *
 * @param byName the version of each collation; an empty text if the library has no version, as for {@code C} and {@code
 *     POSIX}
 * @param recorded the versions that the catalogue has recorded: those of the primary when the collation was created, or its
 *     version last refreshed. A replica has the same records
 */
public record CollationVersions(Map<String, String> byName, Map<String, String> recorded) {

    public CollationVersions {
        byName = Map.copyOf(byName);
        recorded = Map.copyOf(recorded);
    }

    /** Creates versions without records, which differ from none. */
    public CollationVersions(Map<String, String> byName) {
        this(byName, Map.of());
    }

    /** Returns the first collation, by name, whose version is not the recorded one. */
    Optional<Difference> changed() {
        return new CollationVersions(recorded).difference(this);
    }

    /**
     * Returns the first collation, by name, whose version differs on a replica; empty if all collations that both know
     * are equal. A library without a version for a collation differs from a library with one.
     */
    Optional<Difference> difference(CollationVersions replica) {
        return new TreeMap<>(byName)
                .entrySet().stream()
                        .filter(entry -> replica.byName.containsKey(entry.getKey()))
                        .map(entry -> new Difference(
                                entry.getKey(), entry.getValue(), replica.byName.getOrDefault(entry.getKey(), "")))
                        .filter(found -> !found.primary().equals(found.replica()))
                        .findFirst();
    }

    /**
     * A collation whose versions differ.
     *
     * @param primary the version on the primary
     * @param replica the version on the replica
     */
    record Difference(String collation, String primary, String replica) {

        /** Returns a text for an operator. */
        @Override
        public String toString() {
            return "Its collation " + collation + " has " + version(replica) + ", the primary's " + version(primary);
        }

        /** Returns a text for an operator, if the primary's version is the recorded one. */
        String sinceRecorded() {
            return "Its collation " + collation + " has " + version(replica) + ", its catalogue has recorded "
                    + version(primary);
        }

        private static String version(String version) {
            return version.isEmpty() ? "no version" : "version " + version;
        }
    }
}
