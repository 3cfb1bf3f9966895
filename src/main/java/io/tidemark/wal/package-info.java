/**
 * Positions in PostgreSQL's write-ahead log, and the known positions of the primary and the replicas.
 *
 * <p>{@link io.tidemark.wal.PrimaryWatch} and {@link io.tidemark.wal.ReplicaWatch} poll one server each, through the port
 * {@link io.tidemark.wal.PositionSource}. {@code ReplicaEligibility} compares the two. Adapters of the port
 * are in {@code io.tidemark.postgres}. {@link io.tidemark.wal.PrimaryOutage} is the state of a primary that is away, and
 * {@link io.tidemark.wal.PresumedCluster} the cluster of the replicas before the primary's first answer.
 *
 * <p><b>The words of the protocol.</b> The protocol itself is in the documentation of {@code io.tidemark.routing}.
 *
 * <dl>
 *   <dt>scope
 *   <dd>The unit within which routing is sticky: an HTTP request, one execution of other work, or the outermost routed call
 *       without either. Class {@code routing.Scope}.
 *   <dt>caller
 *   <dd>The principal whose reads must include its own writes: by default the authenticated user.
 *   <dt>position
 *   <dd>A timeline and an LSN on one cluster: {@link io.tidemark.wal.Position}. A position <em>covers</em> another one on
 *       the same timeline at or before it. A replica covers a position if it is eligible and has replayed a position that
 *       covers it.
 *   <dt>mark
 *   <dd>The primary's position after a caller's last write. The store holds it, with the caller's pending entries: class
 *       {@code marks.CallerMarks}. The position that a read must include may be larger: class
 *       {@code marks.RequiredPosition}.
 *   <dt>pending entry
 *   <dd>The record in the store that a caller's write has begun and that its outcome is unknown: class
 *       {@code writes.PendingEntry}.
 *   <dt>floor
 *   <dd>The position that the reads of all callers must include. It is raised whenever the store may have lost marks.
 *   <dt>horizon
 *   <dd>The life of a mark in the store. A replica is ineligible if its lag is half the horizon or more, so a mark never
 *       expires before the replica has replayed it.
 *   <dt>incarnation
 *   <dd>One run of a server, from the moment it accepts connections until all of them end. A position of a replica belongs
 *       to an incarnation, because a standby that restarts by itself may return at an older position:
 *       {@link io.tidemark.wal.ServerId}.
 * </dl>
 *
 * <table>
 *   <caption>The text forms of a position, with timeline 1 and LSN {@code 16/B374D848}</caption>
 *   <tr><th>place<th>form<th>example<th>class
 *   <tr><td>log, status, JMX, {@code RouteDecision}<td>timeline, colon, LSN as PostgreSQL prints it
 *     <td>{@code 1:16/B374D848}<td>{@link io.tidemark.wal.Position}
 *   <tr><td>PostgreSQL<td>{@code pg_lsn} alone, padded or not; the timeline is read separately
 *     <td>{@code 16/B374D848}<td>{@link io.tidemark.wal.Lsn}
 *   <tr><td>Redis: mark and floor<td>8 and 16 hexadecimal digits, whose texts sort like the positions; the cluster is part
 *     of the key<td>{@code 0000000100000016b374d848}<td>{@code redis.PositionText}
 *   <tr><td>{@code RoutedWork.position()}, for messages<td>version, cluster, timeline, LSN; or {@code v1.primary} if the
 *     position is unknown<td>{@code v1.7301234567890123456.1.00000016B374D848}<td>{@code writes.PortablePosition}
 *   <tr><td>token, in the cookie or header {@code Tidemark-Position}<td>the form above, expiry in hexadecimal seconds, and
 *     signature<td>the form above, {@code .6a1b2c3d.SIGNATURE}<td>{@code web.SignedPositions}
 * </table>
 *
 * <p>May import: the JDK, {@code io.tidemark.secrets}, {@code io.tidemark.telemetry} and {@code
 * io.tidemark.time}.
 */
@NullMarked
package io.tidemark.wal;

import org.jspecify.annotations.NullMarked;
