/**
 * The decision which server runs a statement, and the scope within which this decision is sticky.
 *
 * <p><b>The promise</b> is read-your-writes consistency: within a scope, a caller's reads include every write of that caller
 * that was acknowledged before the scope began, and every write of the scope itself. The words are explained in the
 * documentation of {@code io.tidemark.wal}. When in doubt, a statement runs on the primary. Each decision has an
 * {@link io.tidemark.Reason}.
 *
 * <p><b>A read.</b> {@link io.tidemark.routing.Router#routeRead} decides, with {@code ReplicaChoice}. In
 * {@code io.tidemark.jdbc}, {@code StatementRouter} borrows a connection of the chosen server, and {@code DeferredStatement}
 * sends the statement.
 *
 * <ol>
 *   <li>The read goes to the primary if the code is not routed, routing is off, there is no replica, the scope has written,
 *       the transaction has used the primary, or the freshness is {@code LATEST}. No server or store is queried. In shadow mode,
 *       the next steps decide without a wait, their decision is counted, and the read goes to the primary.
 *   <li>The route that the scope holds is reused if it is for this caller, at least as fresh, younger than the maximum age of
 *       a mark, and the replica still covers its position.
 *   <li>Work outside a request without a caller and without a position goes to the primary ({@code NO_CALLER}).
 *   <li>If no replica is eligible, the read goes to the primary. If the freshness is {@code EVENTUAL}, an eligible replica
 *       serves it, and no mark is fetched. Exception: if a replica's pool is known to lead to several servers, this step and
 *       step 8 do not send the read to the primary, because the check of the connection decides.
 *   <li>The required position is the largest of the floor and mark of the caller, those of the session's name, the client's
 *       token, a position given by {@code RoutedWork.after}, and everything that the scope required before. One round trip per
 *       name fetches floor, mark and pending entries: {@code marks.RequiredPosition}.
 *       <ul>
 *         <li>A live pending entry: primary ({@code WRITE_PENDING}).
 *         <li>An unavailable store: primary ({@code STORE_UNAVAILABLE}).
 *         <li>A missing floor, or one on a timeline that the primary has left: the floor is raised to the primary's current
 *             position, and required.
 *         <li>A pending entry past its deadline, or an unreadable value: the primary's current position is required, and
 *             replaces it in the store.
 *         <li>An unknown position from the client: it is replaced by the primary's current position. One of another cluster:
 *             primary ({@code POSITION_UNKNOWN}).
 *       </ul>
 *   <li>If nothing is required, an eligible replica serves the read ({@code ANONYMOUS}). If replicas cover the required
 *       position, one of them serves the read ({@code CAUGHT_UP}): the one that the scope uses, otherwise the one that
 *       {@code ReplicaSelection} selects for the caller.
 *   <li>Otherwise the read waits for the first replica that covers it, for a bounded time: {@code wal.ReplayWait}. A required
 *       position that the primary has lost, by a crash or a promotion, is replaced by one that it has.
 *   <li>If no replica covers it then, the read falls back to the primary ({@code REPLICA_BEHIND}).
 *   <li>A read that depends on the time goes to the primary while the replica's clock may hide required rows
 *       ({@code REPLICA_CLOCK}).
 *   <li>Each physical connection of the replica's pool is checked before use: its own server must cover the required position.
 *       If it does not, the scope moves to another replica that does, or to the primary.
 *   <li>Under {@code MONOTONIC}, the position of the server after the read becomes part of what the scope and the caller's
 *       later reads require: {@code ReadPositions}.
 *   <li>A read that goes to the primary only because no replica can serve it needs the permission of {@code PrimaryProtection},
 *       if there is a budget: {@link io.tidemark.Reason#isDiverted}. Beyond the budget it waits, is refused, or runs, by its
 *       terms.
 *   <li>A read that fails on a replica before its first row is retried on each other replica that covers its position, and at
 *       last on the primary: class {@code ReplicaRetry} of {@code io.tidemark.jdbc}, by
 *       {@link io.tidemark.routing.Routing#reroute}.
 * </ol>
 *
 * <p><b>A write</b> is every statement that is not a proved read. The steps at the commit are in the documentation of
 * {@code io.tidemark.writes}.
 *
 * <ol>
 *   <li>{@link io.tidemark.routing.Router#beginWrite} keeps the rest of the scope on the primary, and joins the write to the
 *       JTA transaction, if there is one.
 *   <li>A pending entry is sent to the store: at the first write, without waiting. A statement that commits by itself waits
 *       for it.
 *   <li>The commit waits for the pending entry.
 *   <li>After the commit, the primary's position is read, the mark is raised to it, and the pending entry is removed.
 *   <li>After a rollback, the pending entry is removed.
 * </ol>
 *
 * <table>
 *   <caption>The effect of each failure</caption>
 *   <tr><th>failure<th>effect
 *   <tr><td>node crashes between commit and mark<td>The pending entry remains. Reads use the primary until its deadline; then
 *     a current position replaces it.
 *   <tr><td>commit's outcome is unknown<td>The pending entry remains until the server process has left the transaction. Then
 *     the mark is raised, whatever the outcome.
 *   <tr><td>store is lost between commit and mark<td>The node that wrote sends the reads of all callers to the primary, and raises the
 *     floor as soon as the store answers. Other nodes use the pending entry, if the store still has it,
 *     the position of the client's token, or a raised floor.
 *   <tr><td>store is lost before the write<td>The write goes on, or is refused by setting. Reads use the primary.
 *   <tr><td>store is emptied, or fails over<td>The floor is missing. It is raised to the primary's current position.
 *   <tr><td>primary's position cannot be read after the commit<td>A pending entry remains until the position can be
 *     read. The client's token sends its reads to the primary.
 *   <tr><td>replica restarts, or loses a connection<td>Its position is forgotten. Reads use the primary until the next poll.
 *   <tr><td>primary is unreachable<td>Replicas serve reads whose required position they have replayed. After a quarter of the
 *     horizon, and on a node that has never reached the primary, callers without a mark are not served. Other reads are
 *     refused: {@code wal.PrimaryOutage}, {@code wal.PresumedCluster}.
 *   <tr><td>primary is replaced<td>A write on the new primary makes positions of the old one invalid. Replicas that were left
 *     behind are ineligible.
 * </table>
 *
 * <p><b>Across threads and messages,</b> {@link io.tidemark.routing.ScopePropagation} hands a scope to other work.
 * {@link io.tidemark.routing.Scopes} binds it to the thread.
 *
 * <p>May import: the JDK, {@code io.tidemark}, {@code io.tidemark.marks}, {@code io.tidemark.writes},
 * {@code io.tidemark.telemetry}, {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.routing;

import org.jspecify.annotations.NullMarked;
