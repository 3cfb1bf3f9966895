package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.audit.AuditedRead;
import io.tidemark.audit.ReadAudits;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Admission;
import io.tidemark.routing.Decision;
import io.tidemark.sql.SessionSettings;
import io.tidemark.sql.Verdict;
import io.tidemark.sql.WriteCause;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Classifies, routes, sends and retries a statement. The physical statement is made when the routed statement is executed, on
 * the server that is chosen then, and made again when a later execution goes to another server.
 *
 * <p>The physical statement of the last execution is kept, with its results.
 */
abstract class DeferredStatement {

    private static final System.Logger LOG = System.getLogger(DeferredStatement.class.getName());

    private final ConnectionLifecycle lifecycle;
    private final ResultSetOptions options;

    // Volatile for cancel(), which another thread may call.
    private volatile @Nullable Statement current;

    /** True if the application has cancelled the execution in flight, or the last one. */
    private volatile boolean cancelled;

    private @Nullable PhysicalConnection on;
    private @Nullable StatementSettings settings;
    private boolean closed;

    /** The audit of the last execution, until its rows are handed out. */
    private @Nullable AuditedRead audited;

    private boolean handedOut;

    /** True while the next execution is about to replace the results of the last one. */
    private boolean superseded;

    DeferredStatement(ConnectionLifecycle lifecycle, ResultSetOptions options) {
        this.lifecycle = lifecycle;
        this.options = options;
    }

    final ConnectionLifecycle lifecycle() {
        return lifecycle;
    }

    private StatementRouter router() {
        return lifecycle.router();
    }

    final ResultSetOptions options() {
        return options;
    }

    final StatementSettings settings() {
        StatementSettings known = settings;
        if (known == null) {
            known = new StatementSettings();
            settings = known;
        }
        return known;
    }

    /** Makes the physical statement, without the recorded settings. */
    abstract Statement make(PhysicalConnection physical) throws SQLException;

    /** Sets the parameters on the physical statement. */
    void applyParameters(Statement physical) throws SQLException {}

    /** True if the parameters can be set on another physical statement. */
    boolean repeatable() {
        return true;
    }

    /** True if the SQL text alone decides if the statement is a read. */
    boolean textDecides() {
        return !options.updatable();
    }

    /** Runs it on a server that the SQL text permits. */
    final <T> T run(String sql, Execution<T> execution) throws SQLException {
        checkOpen();
        if (!textDecides()) {
            return runUnproven(sql, execution);
        }
        if (cancelled) {
            cancelled = false;
        }
        return switch (lifecycle.classifier().verdict(sql)) {
            case READ -> audited(sql, chooseRead(sql), execution);
            case READ_BY_CLOCK -> audited(sql, chooseReadByClock(sql), execution);
            case READ_ON_PRIMARY -> read(sql, router().chooseHinted(), execution);
            case READ_OF_SETTINGS ->
                beginsReadOnlyTransaction(sql)
                        ? new UnprovenOnReplica(sql, this).first(execution)
                        : readOfSettings(sql, chooseReadOf(settingsOf(sql), sql), execution);
            case SETTING -> new SettingStatement(sql, settingsOf(sql), this).run(execution);
            case WRITE -> runUnproven(sql, execution);
        };
    }

    /** Runs a statement that returns no rows. */
    final <T> T update(String sql, Execution<T> execution) throws SQLException {
        return textDecides() && lifecycle.classifier().verdict(sql) == Verdict.SETTING
                ? run(sql, execution)
                : runUnproven(sql, execution);
    }

    /** The parameter with that number, counted from 1, if its value is known as a text. */
    Optional<Parameter.Known> parameter(int number) {
        return Optional.empty();
    }

    private SessionSettings settingsOf(String sql) {
        return lifecycle.classifier().settings(sql).orElse(SessionSettings.UNKNOWN);
    }

    private Decision chooseReadOf(SessionSettings settings, String sql) {
        superseded = true;
        return lifecycle.hasUnwrappedHandles() ? router().chooseForSettings() : router().chooseReadOf(settings, sql);
    }

    /** Runs a statement that is not provably a read. */
    final <T> T runUnproven(String sql, Execution<T> execution) throws SQLException {
        checkOpen();
        LocalTransaction open = router().localTransaction();
        if (open != null && open.onReplica()) {
            return new UnprovenOnReplica(sql, this).in(open, execution);
        }
        return textDecides() && beginsReadOnlyTransaction(sql)
                ? new UnprovenOnReplica(sql, this).first(execution)
                : write(sql, execution);
    }

    /** True if the statement begins a read-only transaction that a standby can run as a whole. */
    final boolean beginsReadOnlyTransaction(String sql) {
        return router().beginsReadOnly()
                && !lifecycle.hasUnwrappedHandles()
                && lifecycle.classifier().mayBegin(sql);
    }

    final Decision chooseRead(String sql) {
        superseded = true;
        return router().chooseRead(sql);
    }

    private Decision chooseReadByClock(String sql) {
        superseded = true;
        return router().chooseReadByClock(sql);
    }

    /** Settings of a local transaction are known to its own connection only, so that it is not audited. */
    private <T> T readOfSettings(String sql, Decision chosen, Execution<T> execution) throws SQLException {
        return router().localTransaction() == null ? audited(sql, chosen, execution) : read(sql, chosen, execution);
    }

    /** Runs a read, which may be audited in shadow mode. */
    private <T> T audited(String sql, Decision chosen, Execution<T> execution) throws SQLException {
        if (chosen.shadow().isEmpty()) {
            return read(sql, chosen, execution);
        }
        audited = audit(sql, chosen).orElse(null);
        try {
            return read(sql, chosen, execution);
        } catch (SQLException | RuntimeException failed) {
            audited = null;
            throw failed;
        }
    }

    private Optional<AuditedRead> audit(String sql, Decision chosen) {
        Optional<ReadAudits> audits = router().parts().observers().audits();
        if (audits.isEmpty()) {
            return Optional.empty();
        }
        Optional<Decision> moved = router().repeatable(chosen);
        if (moved.isEmpty() || !audits.get().selects()) {
            return Optional.empty();
        }
        Optional<RepeatedRead.Repetition> repetition = repetition(sql);
        if (repetition.isEmpty()) {
            audits.get().notRepeatable();
        }
        return repetition
                .map(again -> new RepeatedRead(
                        router().parts().pools(), router().connections().properties(), moved.get(), sql, again))
                .map(audits.get()::begin);
    }

    /** The statement for another execution on the replica, later and by another thread; empty if it is not possible. */
    abstract Optional<RepeatedRead.Repetition> repetition(String sql);

    /** The audit of the last execution. It is returned once, for the first rows. */
    final @Nullable AuditedRead takeAudit() {
        AuditedRead taken = audited;
        audited = null;
        return taken;
    }

    final <T> T read(String sql, Decision chosen, Execution<T> execution) throws SQLException {
        boolean first = router().localTransaction() == null;
        Admission admission = admit(chosen);
        Decision decision = admission.instead().orElse(chosen);
        try {
            return attempt(sql, decision, admission, execution);
        } catch (SQLException | RuntimeException failure) {
            ReplicaFailure what = ReplicaFailure.of(failure);
            if (first && ReplicaRetry.isRetryable(decision, what)) {
                return new ReplicaRetry(sql, decision, what, failure).run(this, execution);
            }
            throw SqlCauses.revealed(failure);
        }
    }

    /** Admits a read. The admission may replace the decision. It is passed to {@link #attempt}, which closes it. */
    final Admission admit(Decision decision) throws SQLException {
        leaveOtherServer(decision);
        Admission admission = router().admit(decision);
        if (admission.instead().isPresent()) {
            leaveOtherServer(admission.instead().get());
        }
        return admission;
    }

    /** Runs it as a read, once, on the chosen server. */
    final <T> T attempt(String sql, Decision decision, Admission admission, Execution<T> execution)
            throws SQLException {
        try {
            return attemptAdmitted(sql, decision, execution);
        } catch (SQLException | RuntimeException failure) {
            if (decision.route() == Route.PRIMARY) {
                router().failedOnPrimary(admission, failure);
            }
            throw failure;
        } finally {
            admission.close();
        }
    }

    private <T> T attemptAdmitted(String sql, Decision decision, Execution<T> execution) throws SQLException {
        PhysicalConnection chosen = router().forRead(decision);
        Statement physical = on(chosen);
        superseded = false;
        if (chosen.route() == Route.REPLICA && streams(physical)) {
            router().beforeStreaming(chosen);
        }
        applyParameters(physical);
        router().statementSent(decision, sql);
        if (settings != null) {
            settings.begins();
        }
        T result = execution.on(physical);
        router().readSucceeded(decision);
        return result;
    }

    /** Records that the application cancels the execution in flight, on any server. */
    final void cancelled() {
        cancelled = true;
    }

    /** True if the application has cancelled or closed it. */
    final boolean isGivenUp() {
        return cancelled || closed;
    }

    final boolean hasQueryTimeout() {
        return settings != null && settings.hasQueryTimeout();
    }

    /** Closes the results of the last execution, so that they hold no connection while another pool is waited for. */
    private void leaveOtherServer(Decision next) throws SQLException {
        PhysicalConnection known = on;
        if (known != null && (known.route() != next.route() || !known.replica().equals(next.replica()))) {
            drop();
        }
        forgetRows();
    }

    /** Forgets the rows, since the next execution makes others. */
    void forgetRows() {}

    /**
     * Reads the statement's metadata. Before the first execution, this uses the server that the statement would run on now. The
     * physical statement is kept for the execution, and a read needs no primary. If the replica fails, the primary is used.
     */
    final <T> T describe(String sql, Execution<T> description) throws SQLException {
        checkOpen();
        Statement known = current;
        if (known != null) {
            return description.on(known);
        }
        Optional<Decision> chosen = chooseForDescription(sql);
        if (chosen.isPresent() && chosen.get().route() == Route.REPLICA) {
            Decision decision = chosen.get();
            try {
                return description.on(on(router().forMetadata(decision)));
            } catch (SQLException | RuntimeException failure) {
                router().replicaFailed(decision, failure);
            }
        }
        return description.on(on(lifecycle.forMetadata()));
    }

    /** The decision for its execution now; empty if the server is fixed. */
    private Optional<Decision> chooseForDescription(String sql) {
        if (router().localTransaction() != null || !textDecides()) {
            return Optional.empty();
        }
        return switch (lifecycle.classifier().verdict(sql)) {
            // Metadata does not depend on settings.
            case READ, READ_OF_SETTINGS, SETTING -> Optional.of(router().chooseRead(sql));
            case READ_BY_CLOCK -> Optional.of(router().chooseReadByClock(sql));
            case READ_ON_PRIMARY, WRITE -> Optional.empty();
        };
    }

    /** True if the driver fetches the rows in parts. */
    private boolean streams(Statement physical) throws SQLException {
        return options.type() == ResultSet.TYPE_FORWARD_ONLY && physical.getFetchSize() > 0;
    }

    /** Called before a large object of the last execution's rows is read, which requires a transaction. */
    final void willReadLargeObject() throws SQLException {
        PhysicalConnection known = on;
        if (known != null && known.route() == Route.REPLICA) {
            router().beforeStreaming(known);
        }
    }

    /** Wraps a value of its results if it can be written. */
    final @Nullable Object routed(@Nullable Object value) {
        PhysicalConnection known = on;
        if (known != null && value instanceof Blob blob) {
            return new RoutedBlob(blob, new WritableOrigin(lifecycle, known));
        }
        if (known != null && value instanceof Clob clob) {
            return new RoutedClob(clob, new WritableOrigin(lifecycle, known));
        }
        return value;
    }

    /** Wraps a value that is requested as an interface of JDBC. A class of the driver is returned unchanged. */
    final <T> @Nullable T routed(@Nullable T value, Class<T> type) {
        Object routed = routed(value);
        return type.isInstance(routed) ? type.cast(routed) : value;
    }

    /** Writes a row of its results. Those of a replica are not updatable, and the driver throws. */
    final void writeRow(WritableOrigin.Writing<Boolean> writing) throws SQLException {
        PhysicalConnection known = on;
        if (known == null || known.route() == Route.REPLICA) {
            writing.run();
        } else {
            new WritableOrigin(lifecycle, known).write(writing);
        }
    }

    /** Records that an object that leads to the physical statement is handed out. */
    final void handOut() throws SQLException {
        PhysicalConnection known = on;
        if (known != null && known.route() == Route.PRIMARY) {
            handedOut = true;
            lifecycle.unwrappedHandles().mayWriteLater(known);
        }
    }

    /** Runs it on the primary, as a write. */
    final <T> T write(String sql, Execution<T> execution) throws SQLException {
        checkOpen();
        leaveOtherServer(Decision.of(Reason.WRITE));
        Optional<String> cause = lifecycle.classifier().cause(sql).map(WriteCause::toString);
        return router().write(write -> {
            Decision decision = Decision.ofWrite(cause);
            Statement physical = on(router().forWrite(write, decision, sql));
            if (options.updatable()) {
                handOut();
            }
            applyParameters(physical);
            router().statementSent(decision, sql);
            return answer(execution, physical);
        });
    }

    private <T> T answer(Execution<T> execution, Statement physical) throws SQLException {
        boolean showsState = true;
        try {
            T answer = execution.on(physical);
            router().primaryAnswered();
            showsState = UpdateResult.showsState(answer);
            return answer;
        } finally {
            if (showsState) {
                router().observedPrimary();
            }
        }
    }

    /** The physical statement on that connection. */
    final Statement on(PhysicalConnection physical) throws SQLException {
        Statement known = current;
        if (known != null && on == physical) {
            return known;
        }
        drop();
        Statement made = make(physical);
        current = made;
        on = physical;
        if (settings != null) {
            settings.applyTo(made);
        }
        return made;
    }

    /** The physical statement of the last execution; null before the first. */
    final @Nullable Statement current() {
        return current;
    }

    final void checkOpen() throws SQLException {
        lifecycle.checkOpen();
        if (isClosed()) {
            throw SqlErrors.closedStatement();
        }
    }

    /** A statement that closes on completion is closed when its physical statement is. */
    public final boolean isClosed() throws SQLException {
        if (closed) {
            return true;
        }
        Statement known = current;
        return settings != null && settings.closeOnCompletion && known != null && known.isClosed();
    }

    /** True if it may have open results on that connection. */
    final boolean needs(PhysicalConnection physical) {
        return on == physical && !superseded && !resultsAreClosed();
    }

    /** True if the last execution had only rows, and they are closed. */
    boolean resultsAreClosed() {
        return false;
    }

    /** Closes the physical statement before its connection is returned. Its results are lost. */
    final void leave(PhysicalConnection physical) throws SQLException {
        if (on == physical) {
            drop();
        }
    }

    private void drop() throws SQLException {
        Statement dropped = current;
        PhysicalConnection from = on;
        current = null;
        on = null;
        if (dropped == null) {
            return;
        }
        try {
            dropped.close();
        } catch (SQLException | RuntimeException failed) {
            if (from == null || from.route() == Route.PRIMARY) {
                throw failed;
            }
            // Its reads have succeeded, and the next statement does not depend on it.
            LOG.log(System.Logger.Level.DEBUG, "A statement on the replica was not closed", failed);
        }
    }

    final void end() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            drop();
        } finally {
            if (handedOut) {
                lifecycle.unwrappedHandles().statementClosed();
            }
        }
    }
}
