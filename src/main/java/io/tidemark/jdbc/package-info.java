/**
 * A data source whose connections send each statement to the server that is chosen for it.
 *
 * <h2>The states of a routed connection</h2>
 *
 * A connection is in one of three regimes: auto-commit, local transaction (auto-commit off, outside JTA) or JTA transaction.
 * {@link io.tidemark.jdbc.StatementRouter} holds the state. "Routed" means that
 * {@link io.tidemark.routing.Routing} chooses the server of this statement alone. A statement that is no provable read counts
 * as a write.
 *
 * <table>
 *   <caption>States, the server of each statement, and the events that end a state</caption>
 *   <tr><th>state</th><th>reads</th><th>writes</th><th>ends with</th></tr>
 *   <tr>
 *     <td>auto-commit, no JTA transaction</td>
 *     <td>routed, if the isolation level is at most READ COMMITTED; otherwise on the primary</td>
 *     <td>on the primary; each is a transaction of its own</td>
 *     <td>{@code setAutoCommit(false)}, or the begin of a JTA transaction</td>
 *   </tr>
 *   <tr>
 *     <td>local transaction, no statement yet</td>
 *     <td>The first statement chooses the server of the whole transaction. A read-only transaction of at most REPEATABLE READ
 *         is routed, under the stricter rule for reads of the clock. Any other begins on the primary</td>
 *     <td>A write begins the transaction on the primary. In a read-only transaction, it is routed as a read if a standby may
 *         run it</td>
 *     <td>the first statement, {@code setAutoCommit(true)}, or a JTA transaction. Metadata and savepoints do not begin it</td>
 *   </tr>
 *   <tr>
 *     <td>local transaction on the primary</td>
 *     <td>on the primary</td>
 *     <td>on the primary</td>
 *     <td>{@code commit}, {@code rollback}, {@code setAutoCommit(true)}, {@code close} (which rolls back). A COMMIT in SQL text
 *         raises the mark, but the state stays. A {@code commit} that throws keeps the state</td>
 *   </tr>
 *   <tr>
 *     <td>local transaction on the replica</td>
 *     <td>on the replica</td>
 *     <td>on the replica, whose server refuses them. A statement with another effect there than on the primary is refused
 *         before it is sent</td>
 *     <td>as above, and with a COMMIT or ROLLBACK in SQL text. If the first statement fails on the replica, the transaction
 *         begins again on another server</td>
 *   </tr>
 *   <tr>
 *     <td>JTA transaction, no connection of the primary enlisted</td>
 *     <td>routed, if the isolation level is at most READ COMMITTED; otherwise on the primary. The replica's connection is not
 *         enlisted</td>
 *     <td>on the primary, whose connection is enlisted</td>
 *     <td>the first statement or metadata call that needs the primary, {@code stayOnPrimary}, or the end of the
 *         transaction</td>
 *   </tr>
 *   <tr>
 *     <td>JTA transaction, connection of the primary enlisted</td>
 *     <td>on the primary</td>
 *     <td>on the primary</td>
 *     <td>the end of the transaction, which its owner calls. The connection is returned to the pool when another transaction is
 *         current, or when the routed connection is closed</td>
 *   </tr>
 * </table>
 *
 * <p>Two facts apply to each regime:
 *
 * <ul>
 *   <li>A read stays on the primary while a connection of the primary is held that cannot be returned: it has written, an open
 *       statement uses it, or the application has unwrapped the driver's connection. {@link
 *       io.tidemark.jdbc.physical.BoundConnections} explains the deadlock that this prevents.
 *   <li>A JTA transaction that begins while a local transaction is open on the primary makes the next statement fail with
 *       SQLState 25000.
 * </ul>
 *
 * <h2>The steps of a read</h2>
 *
 * <ol>
 *   <li>{@link io.tidemark.jdbc.DeferredStatement} classifies the SQL text.
 *   <li>{@link io.tidemark.jdbc.StatementRouter} chooses the server: that of the local transaction, or the one that the routing
 *       returns. The routing may read the caller's mark, and wait for a replica for a bounded time.
 *   <li>If the last execution ran on another server, its results are closed.
 *   <li>The routing admits the read, or refuses it because no replica may serve it and the primary is away.
 *   <li>The bound connection is used, or one is borrowed. For a replica, {@link io.tidemark.jdbc.physical.ReplicaPool} checks
 *       that the server behind it covers the required position. Properties, transaction mode and custom settings are applied.
 *   <li>The physical statement is made, unless the last execution ran on the same connection. Settings and parameters are set.
 *   <li>{@code DeferredStatement.attempt} counts the decision, and sends the statement.
 *   <li>If it fails on the replica before its first row, {@link io.tidemark.jdbc.ReplicaRetry} reports the failure to the
 *       routing, and repeats steps 3 to 7: as a read on each other replica that covers the position and at last on the primary,
 *       or as a write on the primary.
 * </ol>
 *
 * <h2>The steps of a write</h2>
 *
 * <ol>
 *   <li>The SQL text is classified, and the scope stays on the primary from here on.
 *   <li>The bound connection of the primary is used, or one is borrowed. A local transaction begins with it.
 *   <li>The write is announced with its server process. If it commits, or its text may commit, the pending entry is stored
 *       before it is sent. Depending on the settings, the write fails with an {@link java.sql.SQLTransientException} if the
 *       store is unavailable.
 *   <li>The decision is counted, and the statement is sent.
 *   <li>If its result shows the primary's state, the caller's next reads include that state, even after a rollback.
 *   <li>The outcome is reported: after the statement in auto-commit mode, at the end of a local transaction, or by the JTA
 *       transaction itself. If the connection was lost meanwhile, the outcome is unknown.
 * </ol>
 *
 * <h2>Inheritance that saves objects</h2>
 *
 * Three classes extend another one although a field would separate them better: {@code RoutedConnection} extends
 * {@code ConnectionLifecycle} and {@code OpenStatements}, {@code ReadyConnections} extends {@code BoundConnections}, and
 * {@code RoutedStatement} extends {@code DeferredStatement}. Each field would be one more object per checkout or statement. The
 * budget of one read, from checkout to return, is 300 bytes and 0.3 microseconds over the pool alone; {@code src/bench} measures
 * it. For the same reason, open statements are a linked list, and rarely used parts are created with their first use.
 *
 * <p>May import: {@code java.sql}, {@code javax.sql}, {@code io.tidemark}, {@code io.tidemark.audit}, {@code io.tidemark.jdbc.physical},
 * {@code io.tidemark.routing}, {@code io.tidemark.sql}, {@code io.tidemark.time}, {@code io.tidemark.wal} and {@code io.tidemark.writes}.
 */
@NullMarked
package io.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
