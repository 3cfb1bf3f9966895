package io.tidemark;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows replicas to serve the reads of a method, or of every business method of a class, with read-your-writes
 * consistency.
 *
 * <p>On a class, it also applies to the constructor and to the {@code @PostConstruct} and {@code @PreDestroy} methods.
 *
 * <p>Use it on CDI beans, JAX-RS resources and EJBs. A read is routed when its statement runs, by the first rule that
 * applies:
 *
 * <ol>
 *   <li>A statement that is not provably a read goes to the primary. So does every later statement in the same scope,
 *       which is the HTTP request, or the outermost annotated method outside a request.
 *   <li>A read in a transaction that has touched the primary stays on the primary.
 *   <li>{@link Freshness#LATEST} goes to the primary.
 *   <li>{@link Freshness#EVENTUAL} goes to an eligible replica.
 *   <li>{@link Freshness#READ_YOUR_WRITES} goes to a replica that has replayed the caller's mark, after a wait if
 *       necessary ({@link #waitMillis}), otherwise to the primary. Outside an HTTP request it needs a caller or a position,
 *       see {@link RoutedWork}; without one it goes to the primary.
 *   <li>{@link Freshness#MONOTONIC} in addition requires what the caller has read before.
 * </ol>
 *
 * <p>The innermost annotation wins, and a method's annotation wins over that of its class. There is one exception:
 * {@link Freshness#LATEST} and {@link Freshness#MONOTONIC} also apply to less demanding methods that are called within. An
 * inner {@link Freshness#EVENTUAL} remains in effect. Code without the annotation reads from the primary. Writes are always
 * tracked, with or without the annotation.
 *
 * <p>The interceptor runs outside the one of {@code jakarta.transaction.Transactional}. The interceptors of an EJB run
 * inside its container-managed transaction; statements that are flushed at its commit go to the primary.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RoutedReads {

    /** {@return the required freshness of the reads} The default is {@link Freshness#READ_YOUR_WRITES}. */
    @Nonbinding
    Freshness value() default Freshness.READ_YOUR_WRITES;

    /**
     * {@return the maximum wait in milliseconds for a replica that has replayed the caller's mark, if none has yet}
     * Then the read goes to the primary. 0 does not wait. The default -1 uses {@code tidemark.replica.wait}. The
     * innermost annotation decides. A smaller value than -1, or more than 10,000, fails the deployment.
     */
    @Nonbinding
    int waitMillis() default -1;

    /**
     * {@return the handling of a read that no replica can serve, while the primary's budget for such reads is used up}
     * The default is {@link OverBudget#REFUSE}. Has no effect without a budget. The innermost annotation decides.
     */
    @Nonbinding
    OverBudget overBudget() default OverBudget.REFUSE;
}
