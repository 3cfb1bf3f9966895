package io.tidemark;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Work that is not an HTTP request: a message, a timer, a task on another thread. Such work often has no caller.
 * Then nothing says which writes its reads must include, and they go to the primary ({@link Reason#NO_CALLER}), unless the
 * work says it:
 *
 * <pre>{@code
 * @Inject
 * RoutedWork work;
 *
 * work.as("alice").run(() -> reports.send());           // a timer: reads include what alice wrote, writes are alice's
 *
 * message.setStringProperty("position", work.position());              // the sender, after its commit
 * work.after(message.getStringProperty("position")).run(() -> ...);    // the receiver: reads include that commit
 *
 * executor.execute(work.current().contextual(() -> ...));              // a plain executor: as here
 * }</pre>
 *
 * <p>It binds who reads and what reads must include; whether they may go to a replica at all is said by
 * {@link RoutedReads} on what is called, as everywhere. {@link Freshness#EVENTUAL} asks for nothing, also here.
 *
 * <p><b>What is handed to another thread</b> goes there with a {@link Context}. A {@code ManagedExecutorService} and a
 * method with {@code jakarta.enterprise.concurrent.Asynchronous} take {@link #current} along by themselves, unless their
 * {@code ContextServiceDefinition} leaves {@code Tidemark} out of what it propagates; every other executor, and an EJB's
 * {@code jakarta.ejb.Asynchronous} method, does not.
 *
 * <p><b>What is shared.</b> Each execution is a scope of its own, with routes decided anew: its reads include what its
 * caller wrote, and was told of, before it began, however long after the hand-over that is. With the scope that handed it
 * over it shares one thing: that something was written. A write in either turns both to the primary, for as long as they
 * last, so that a request sees what the work did that it waited for, and the work what the request did, also when nobody
 * is logged in. Writes raise the mark of the work's caller when their transaction ends, on whichever thread. Work that goes
 * on for long, or is repeated, had better do each piece under {@link #as}, called where no scope is bound.
 *
 * <p>Thread-safe.
 */
public interface RoutedWork {

    /**
     * {@return the context of work on behalf of a caller} It holds whatever {@link Caller} or the server say on the thread.
     *
     * @param caller a name as {@link Caller#name} gives it
     * @throws IllegalArgumentException if the name is blank
     */
    Context as(String caller);

    /**
     * {@return the context of work whose reads include everything up to a position} Until a replica has it, they go to the
     * primary. A position that the primary itself no longer has, after a failover or a crash, is replaced by the primary's
     * own. Of another cluster nothing can be known: all reads are on the primary then ({@link Reason#POSITION_UNKNOWN}).
     *
     * @param position what {@link #position} gave, here or on another node
     * @throws IllegalArgumentException if it is anything else
     */
    Context after(String position);

    /** {@return the context that holds here: the caller, the scope, what reads must include, and their freshness} */
    Context current();

    /**
     * {@return a position that covers every commit acknowledged before this call, to be sent along with a message} It waits
     * for one answer of the primary, up to {@code tidemark.server.timeout}; if none comes, the text is one that sends its
     * reader to the primary. It is opaque, of a few dozen letters, digits and dots; a later version may make another.
     *
     * @throws IllegalStateException within a JTA transaction: what it wrote has no position before its commit. Send the
     *     message afterwards, for example from an observer with {@code TransactionPhase.AFTER_SUCCESS}
     */
    String position();

    /** {@return whose reads and writes those of this thread are} */
    Optional<String> caller();

    /** Who works and what its reads must include, to be bound to a thread for the length of a call. Immutable. */
    interface Context {

        /**
         * {@return the same with another caller}
         *
         * @param caller a name as {@link Caller#name} gives it
         * @throws IllegalArgumentException if the name is blank
         */
        Context as(String caller);

        /**
         * {@return the same with one more position that reads must include}
         *
         * @param position what {@link RoutedWork#position} gave
         * @throws IllegalArgumentException if it is anything else
         */
        Context after(String position);

        /**
         * Does the work on this thread, now, and leaves the thread as it was.
         *
         * @param work what to do
         */
        void run(Runnable work);

        /**
         * Does the work on this thread, now, and leaves the thread as it was.
         *
         * @param <T> the type of the result
         * @param work what to do
         * @return its result
         * @throws Exception what the work throws
         */
        <T> T call(Callable<T> work) throws Exception;

        /**
         * {@return work that is done in this context, on whichever thread runs it, each time that it is run}
         *
         * @param work what to do
         */
        default Runnable contextual(Runnable work) {
            return () -> run(work);
        }

        /**
         * {@return work that is done in this context, on whichever thread calls it, each time that it is called}
         *
         * @param <T> the type of the result
         * @param work what to do
         */
        default <T> Callable<T> contextual(Callable<T> work) {
            return () -> call(work);
        }
    }
}
