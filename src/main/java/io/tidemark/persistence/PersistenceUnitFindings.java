package io.tidemark.persistence;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts of a persistence unit that become dangerous when replicas serve reads.
 *
 * <p>Entities without a version: stale state may overwrite a later change without an error. With the primary alone,
 * this takes two concurrent transactions. With a lagging replica, two consecutive transactions are enough.
 *
 * <p>Shared caches: a persistence provider caches the state that it read, also from a replica, and returns it to later
 * readers, including the user who has changed it since.
 *
 * @param unit the name of the persistence unit
 * @param unversioned the names of entities whose updates are not checked
 * @param protection the ways to protect such an entity
 * @param cached the contents of shared caches; empty without any
 * @param uncached the way to switch the caches off
 */
public record PersistenceUnitFindings(
        String unit, List<String> unversioned, String protection, List<String> cached, String uncached) {

    /**
     * Evaluates the findings by the rules.
     *
     * @param warn receives a text for the log
     * @return the reason to refuse the deployment, if there is one
     */
    public Optional<String> refusal(PersistenceUnitRules rules, Consumer<String> warn) {
        return unversionedRefusal(rules.unversioned(), warn).or(() -> cacheRefusal(rules.sharedCache()));
    }

    private Optional<String> unversionedRefusal(PersistenceUnitRules.Unversioned rule, Consumer<String> warn) {
        if (unversioned.isEmpty() || rule == PersistenceUnitRules.Unversioned.ALLOW) {
            return Optional.empty();
        }
        String finding = "These entities of the persistence unit " + unit
                + " have no protection against being overwritten with stale state from a replica: "
                + String.join(", ", unversioned) + ". Expected " + protection;
        if (rule == PersistenceUnitRules.Unversioned.REFUSE) {
            return Optional.of("Tidemark cannot start, since tidemark.unversioned=refuse: " + finding
                    + "; or set it to warn or allow");
        }
        warn.accept(finding + "; tidemark.unversioned=allow silences this, refuse fails the deployment");
        return Optional.empty();
    }

    private Optional<String> cacheRefusal(PersistenceUnitRules.SharedCache rule) {
        if (cached.isEmpty() || rule == PersistenceUnitRules.SharedCache.ALLOW) {
            return Optional.empty();
        }
        return Optional.of("Tidemark cannot start, since tidemark.shared.cache=refuse: The persistence unit " + unit
                + " would share state read from a replica with users who have changed it since: "
                + String.join("; ", cached) + ". Expected " + uncached
                + "; or set tidemark.shared.cache=allow if no read from a replica is ever cached");
    }
}
