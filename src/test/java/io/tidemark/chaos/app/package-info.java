/** The part of the demo's WAR that the chaos suite adds: anonymous writes, monotonic reads, and more users. */
package io.tidemark.chaos.app;
