/** Classes that the benchmark adds to the demo's WAR: its users, and the routing of other products. */
@org.jspecify.annotations.NullMarked
package io.tidemark.load.app;
