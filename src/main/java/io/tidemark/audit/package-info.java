/**
 * The audit of shadow mode: a share of the reads that would have moved is run again on the replica, and both results are
 * compared.
 *
 * <ol>
 *   <li>{@link io.tidemark.audit.ReadAudits#selects} selects the read by chance, before it is sent. The last known position
 *       of the primary is noted.
 *   <li>{@link io.tidemark.audit.AuditedRead} hashes each row that the application fetches. No row is kept.
 *   <li>After the last row, the read is handed over to one thread. If another read is waiting there, this one is dropped.
 *   <li>The thread reads the position of the primary, waits until the replica covers it, and runs the statement there by
 *       {@link io.tidemark.audit.ReplicaRun}. So the replica has everything that the read may have seen.
 *   <li>If the rows differ, the position of the primary is read again. If it is still that from before the read, no commit
 *       came in between, and the difference is real ({@link io.tidemark.AuditResult#DIFFERS}). Otherwise its cause is not
 *       known ({@link io.tidemark.AuditResult#CONCURRENT}).
 * </ol>
 *
 * <p>It errs towards {@code CONCURRENT}: each record in the primary's log counts, even if it belongs to another table.
 *
 * <p>May import: the JDK, {@code java.sql}, {@code io.tidemark} and {@code io.tidemark.wal}.
 */
@NullMarked
package io.tidemark.audit;

import org.jspecify.annotations.NullMarked;
