package io.tidemark.cdi;

import java.util.List;

/**
 * The JNDI names of the data sources.
 *
 * @param replicas empty to look for {@link JndiDataSources#DEFAULT_REPLICA}, which may be missing
 */
record JndiNames(String primary, List<ReplicaSetting> replicas) {}
