package io.tidemark.cdi;

import java.util.Optional;

/**
 * The JNDI names of the data sources.
 *
 * @param replica empty to look for {@link JndiDataSources#DEFAULT_REPLICA}, which may be missing
 */
record JndiNames(String primary, Optional<String> replica) {}
