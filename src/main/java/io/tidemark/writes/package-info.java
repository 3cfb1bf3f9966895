/**
 * Writes, from the first statement to the raised mark.
 *
 * <p><b>At the first write</b> of a transaction, {@link io.tidemark.writes.TransactionWrites} creates a pending entry per
 * caller, and {@link io.tidemark.writes.PendingEntries} sends it on another thread. The statement does not wait.
 *
 * <p><b>At the commit</b>, in this order:
 *
 * <ol>
 *   <li>The event arrives. In a JTA transaction, {@code jta.JtaTransactions} calls
 *       {@link io.tidemark.writes.TransactionState#beforeCompletion}. In a local transaction, or for a statement in
 *       auto-commit mode, the routed connection calls {@link io.tidemark.writes.Write#beforeCommit}.
 *   <li>{@code PendingEntries.awaitAnnouncement} waits until the store holds the pending entry of each caller, or is known
 *       not to answer. In the second case the commit goes on, or fails with {@link io.tidemark.writes.WriteRefused} by
 *       setting.
 *   <li>The primary commits.
 *   <li>The result arrives: {@link io.tidemark.writes.TransactionState#afterCompletion} or
 *       {@link io.tidemark.writes.Write#afterCommit}. {@link io.tidemark.writes.TransactionWrites} performs the next three
 *       steps for each caller.
 *   <li>{@link io.tidemark.writes.WriteRecorder} stops sending the pending entry, and reads the primary's position by a query
 *       that starts now: {@code wal.PrimaryWatch.positionAfterNow}. Concurrent commits share one query.
 *   <li>The recorder raises the mark to this position and removes the pending entry, in one step of the store:
 *       {@code marks.MarkStore.raise}.
 *   <li>{@link io.tidemark.writes.ClientPosition} notes the position for the client's token. The client must receive it if
 *       nothing else remembers it.
 *   <li>The commit call returns to the application. Nothing is thrown after step 3.
 * </ol>
 *
 * <p><b>Other outcomes:</b>
 *
 * <ul>
 *   <li>A rollback that the application asked for removes the pending entry. The mark stays. It is raised if the transaction
 *       has observed the primary, because the observation may be the reason for the rollback.
 *   <li>If the outcome of a commit is unknown, the pending entry stays and is renewed. A rollback instead of a commit that was
 *       attempted counts as unknown.
 *       {@link io.tidemark.writes.Settlement} watches the server process, and raises the mark once the process has left the
 *       transaction.
 *   <li>If the store is lost between steps 3 and 6, or the position cannot be read, the recorder calls
 *       {@code marks.GuardedStore.oweFloor}: this node must raise the floor before it uses the store again. The client's token
 *       holds the position, or sends its reads to the primary. All reads of this node that need the store go
 *       to the primary until the floor is raised; then the pending entry is removed.
 *   <li>If the node crashes between steps 3 and 6, the pending entry reaches its deadline. The node that finds it requires
 *       a position that is read then: {@code marks.RequiredPosition}.
 *   <li>A write without a caller is remembered by its client's token, and by
 *       {@link io.tidemark.writes.UnclaimedWrites} until a caller logs in within the same request.
 * </ul>
 *
 * <p>May import: the JDK, {@code io.tidemark.marks}, {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.writes;

import org.jspecify.annotations.NullMarked;
