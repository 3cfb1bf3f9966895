package io.tidemark;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Supplies caller and consistency requirements for work outside an HTTP request, such as a message, a timer, or a task
 * on another thread.
 *
 * <p>Such work often has no caller. The writes that its reads must include are then unknown, and its reads go to the
 * primary ({@link Reason#NO_CALLER}), unless the application supplies a caller or a position:
 *
 * <pre>{@code
 * @Inject
 * RoutedWork work;
 *
 * work.as("alice").run(() -> reports.send());           // a timer: reads include alice's writes, writes are alice's
 *
 * message.setStringProperty("position", work.position());              // the sender, after its commit
 * work.after(message.getStringProperty("position")).run(() -> ...);    // the receiver: reads include that commit
 *
 * executor.execute(work.current().contextual(() -> ...));              // a plain executor: same context as this thread
 * }</pre>
 *
 * <p>A context supplies the caller and the position that reads must include. {@link RoutedReads} on the called code
 * still decides whether a replica may serve its reads. {@link Freshness#EVENTUAL} requires neither caller nor position.
 *
 * <p><b>Propagation.</b> A {@link Context} carries this state to another thread. A {@code ManagedExecutorService}, and
 * a method with {@code jakarta.enterprise.concurrent.Asynchronous}, propagate {@link #current} automatically, unless
 * their {@code ContextServiceDefinition} excludes {@code Tidemark}. Every other executor, and an EJB's
 * {@code jakarta.ejb.Asynchronous} method, needs an explicit context.
 *
 * <p><b>Scopes.</b> Each execution has its own scope and makes its own routing decisions. Its reads include the writes
 * of its caller that were acknowledged before the execution began, however long ago it was submitted. The submitting
 * scope and the execution share one fact: whether a write has occurred. A write in either turns both to the primary for
 * the rest of their lives. A request therefore sees the writes of the work for which it waited, and the work sees the
 * writes of the request, also for anonymous users. Writes raise the mark of the work's caller when their transaction
 * ends, on any thread. Run each piece of long or repeated work in its own {@link #as} context, outside any bound scope.
 *
 * <p>Thread-safe.
 */
public interface RoutedWork {

    /**
     * {@return a context of work on behalf of a caller} It overrides {@link Caller} and the server's principal on the
     * thread.
     *
     * @param caller a name as {@link Caller#name} returns it
     * @throws IllegalArgumentException if the name is blank
     */
    Context as(String caller);

    /**
     * {@return a context of work whose reads include all writes up to a position} Until a replica has replayed the
     * position, the reads go to the primary. A position that the primary has lost in a failover or crash is replaced by
     * the primary's own position. A position of another cluster cannot be compared; all reads then go to the primary
     * ({@link Reason#POSITION_UNKNOWN}).
     *
     * @param position a result of {@link #position}, from this or another node
     * @throws IllegalArgumentException if the text is not such a position
     */
    Context after(String position);

    /**
     * {@return the context of this thread: the caller, the scope, the position that reads must include, and their
     * freshness}
     */
    Context current();

    /**
     * {@return a position that covers every commit acknowledged before this call, to be sent with a message} The call
     * waits up to {@code tidemark.server.timeout} for one answer of the primary. If the primary does not answer, the
     * position sends the reads of its receiver to the primary. The text is opaque: a few dozen letters, digits and
     * dots. A later version may use another format.
     *
     * @throws IllegalStateException within a JTA transaction, since its writes have no position before the commit. Send
     *     the message after the commit, for example from an observer with {@code TransactionPhase.AFTER_SUCCESS}
     */
    String position();

    /** {@return the caller of the reads and writes of this thread} */
    Optional<String> caller();

    /** A caller and a required position, to be bound to a thread for the length of a call. Immutable. */
    interface Context {

        /**
         * {@return this context with another caller}
         *
         * @param caller a name as {@link Caller#name} returns it
         * @throws IllegalArgumentException if the name is blank
         */
        Context as(String caller);

        /**
         * {@return this context with an additional position that reads must include}
         *
         * @param position a result of {@link RoutedWork#position}
         * @throws IllegalArgumentException if the text is not such a position
         */
        Context after(String position);

        /**
         * Runs the work on this thread, and restores the thread's former context afterwards.
         *
         * @param work the work to run
         */
        void run(Runnable work);

        /**
         * Calls the work on this thread, and restores the thread's former context afterwards.
         *
         * @param <T> the type of the result
         * @param work the work to call
         * @return the result of the work
         * @throws Exception if the work throws it
         */
        <T> T call(Callable<T> work) throws Exception;

        /**
         * {@return a task that runs the work in this context, on any thread, each time that it is run}
         *
         * @param work the work to run
         */
        default Runnable contextual(Runnable work) {
            return () -> run(work);
        }

        /**
         * {@return a task that calls the work in this context, on any thread, each time that it is called}
         *
         * @param <T> the type of the result
         * @param work the work to call
         */
        default <T> Callable<T> contextual(Callable<T> work) {
            return () -> call(work);
        }
    }
}
