package io.tidemark.cdi;

import io.tidemark.persistence.UnitRules;
import io.tidemark.persistence.UnitRulesSource;

/** The rules for persistence units, from the same settings as all else, and read before all else. */
public final class ContainerUnitRules implements UnitRulesSource {

    @Override
    public UnitRules rules() {
        return new SettingsReader(SettingsSource.ofServer()).unitRules();
    }
}
