/**
 * The callers' marks: the port to the store, the availability of the store, and the position that a caller's reads must
 * include.
 *
 * <p><b>The contract of a store</b>, {@link io.tidemark.marks.MarkStore}:
 *
 * <ol>
 *   <li>Each method is one bounded round trip and atomic. A call that fails may still take effect, also later.
 *   <li>A mark and a floor are only raised, never set or lowered. A mark expires one horizon after the last addition or
 *       raise of its caller. A floor does not expire.
 *   <li>Raising a mark removes the given pending entries in the same step.
 *   <li>Removing a pending entry leaves a tombstone, so that an addition which arrives later has no effect.
 *   <li>The epoch of a bucket identifies an uninterrupted run of its content. A floor is valid for one epoch. After the store
 *       was emptied, restarted without its data, or failed over, the epoch differs and the floor counts as missing.
 *   <li>A store that is able to lose marks without a new epoch, for example by eviction, reports that in
 *       {@link io.tidemark.marks.MarkStore.Condition#unsafe}.
 * </ol>
 *
 * <p><b>Another store</b> in place of Redis is a class that implements {@code MarkStore}, in a package named for its technology. Its test
 * extends {@code MarkStoreContract}. {@code cdi.ContainerReplication} creates the store from its record in
 * {@code cdi.TidemarkSettings}, and {@code ArchitectureTest} lists the package. Outside the adapter, only {@code cdi} refers to
 * the technology: all other code uses {@link io.tidemark.marks.GuardedStore}.
 *
 * <p><b>An unavailable store.</b> After the first failure, {@code GuardedStore} rejects all calls with
 * {@link io.tidemark.marks.StoreUnavailable}, and one thread probes the store. If a mark could not be stored, this node owes
 * the store a floor. The probe raises all floors to the primary's current position before the store is used again.
 *
 * <ul>
 *   <li>{@link io.tidemark.marks.RequiredPosition}: the position that a caller's reads must include, from floor and mark
 *   <li>{@code FloorRaiser}: raises a floor that is missing or too low
 *   <li>{@code StoreCheck} and {@code StoreClock}: the regular check of the store
 *   <li>{@code StoreAvailability}: the state of the store, and the floor that is owed
 * </ul>
 *
 * <p>May import: the JDK, {@code io.tidemark.telemetry}, {@code io.tidemark.time} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.marks;

import org.jspecify.annotations.NullMarked;
