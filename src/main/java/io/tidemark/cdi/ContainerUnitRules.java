package io.tidemark.cdi;

import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.persistence.PersistenceUnitRulesSource;

/** Reads the rules for persistence units from the application's settings. It runs before the library is assembled. */
public final class ContainerUnitRules implements PersistenceUnitRulesSource {

    @Override
    public PersistenceUnitRules rules() {
        return new SettingsReader(SettingsSource.ofServer()).unitRules();
    }
}
