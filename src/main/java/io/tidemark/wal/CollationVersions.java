package io.tidemark.wal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of the collations that a server's database uses, as the server's own libraries report them.
 *
 * <p>An index on text is built in the order of the primary's collation library. A replica whose library sorts otherwise
 * searches such an index in vain, without an error. Source: PostgreSQL documentation, "Collation Support". Immutable.
 *
 * @param byName the version of each collation; empty text if the library has none, as of {@code C} and {@code POSIX}
 */
public record CollationVersions(Map<String, String> byName) {

    public CollationVersions {
        byName = Map.copyOf(byName);
    }

    /**
     * The first collation, by name, that differs on a replica; empty if those that both know are equal. A library that
     * reports no version for a collation for which the other reports one is another library.
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
     * A collation that is not the same on both servers.
     *
     * @param primary its version on the primary
     * @param replica its version on the replica
     */
    record Difference(String collation, String primary, String replica) {

        /** For an operator. */
        @Override
        public String toString() {
            return "Its collation " + collation + " has " + version(replica) + ", the primary's " + version(primary);
        }

        private static String version(String version) {
            return version.isEmpty() ? "no version" : "version " + version;
        }
    }
}
