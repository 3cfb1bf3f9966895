/** Code that the tests on real servers share: deployments, clients, nodes without a container, and waiting. */
@NullMarked
package io.tidemark.it.support;

import org.jspecify.annotations.NullMarked;
