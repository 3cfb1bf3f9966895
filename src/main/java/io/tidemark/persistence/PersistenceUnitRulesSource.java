package io.tidemark.persistence;

/**
 * Provides the rules of the application. It is a service (see {@link java.util.ServiceLoader}), since the server
 * deploys a persistence unit before the rest of the application.
 */
public interface PersistenceUnitRulesSource {

    /**
     * Returns the rules of this application.
     *
     * @throws IllegalArgumentException if a rule is set to an invalid value
     */
    PersistenceUnitRules rules();
}
