package io.tidemark.persistence;

/**
 * Where the rules come from. A service (see {@link java.util.ServiceLoader}), since a persistence unit is deployed before
 * the rest of the application is there.
 */
public interface PersistenceUnitRulesSource {

    /**
     * The rules of this application.
     *
     * @throws IllegalArgumentException if they are set to what is not allowed
     */
    PersistenceUnitRules rules();
}
