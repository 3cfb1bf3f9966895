/** Deployment on an application server: settings, logs, metrics, the jar of the library, and several applications at once. */
@NullMarked
package io.tidemark.it.servers;

import org.jspecify.annotations.NullMarked;
