/** Persistence providers, SQL libraries, log-ins and other parts of the platform, used together with the library. */
@NullMarked
package io.tidemark.it.frameworks;

import org.jspecify.annotations.NullMarked;
