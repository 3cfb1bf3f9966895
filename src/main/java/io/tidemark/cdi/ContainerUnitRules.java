package io.tidemark.cdi;

import io.tidemark.persistence.PersistenceUnitRules;
import io.tidemark.persistence.PersistenceUnitRulesSource;

/** The rules for persistence units, from the same settings as all else, and read before all else. */
public final class ContainerUnitRules implements PersistenceUnitRulesSource {

    @Override
    public PersistenceUnitRules rules() {
        return new SettingsReader(SettingsSource.ofServer()).unitRules();
    }
}
