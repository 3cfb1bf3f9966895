package io.tidemark.telemetry;

import io.tidemark.Status;
import java.util.List;
import java.util.function.Supplier;

/**
 * The state of this node for an adapter that looks at it repeatedly. A CDI container may keep each object that a {@code Provider}
 * has created; these suppliers create none that it knows.
 *
 * @param status returns a snapshot of state in memory, taken without a query to any server
 * @param findings returns the problems of the persistence units that have been used, such as entities without a version, with
 *     their remedies
 * @param statements passes on each statement
 */
public record NodeView(Supplier<Status> status, Supplier<List<String>> findings, StatementFeed statements) {}
