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
 * Lets the reads of a method, or of every business method of a class, be answered by a replica that already has
 * everything that the caller wrote.
 *
 * <p>For CDI beans, JAX-RS resources and EJBs. A read is routed at its statement, in this order:
 *
 * <ol>
 *   <li>a statement that is not provably a read goes to the primary, and so does everything after it in the same scope
 *       (the HTTP request, or the outermost such method without one);
 *   <li>a read in a transaction that has touched the primary stays there;
 *   <li>{@link Freshness#LATEST} goes to the primary;
 *   <li>{@link Freshness#EVENTUAL} goes to an eligible replica;
 *   <li>{@link Freshness#READ_YOUR_WRITES} goes to a replica that has replayed the caller's mark, else to the primary. Work
 *       that is no HTTP request needs a caller or a position for it, see {@link RoutedWork}; without one it goes to the
 *       primary.
 * </ol>
 *
 * <p>The innermost annotation wins, a method's over its class's, with one exception: {@link Freshness#LATEST} also binds what
 * its method calls under {@link Freshness#READ_YOUR_WRITES}. An inner {@link Freshness#EVENTUAL} is kept. Code that is under
 * none reads from the primary. Writes are tracked whether or not they are under this annotation.
 *
 * <p>The interceptor stands outside {@code jakarta.transaction.Transactional}. An EJB's interceptors run inside its
 * container-managed transaction; what is flushed at its commit goes to the primary.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RoutedReads {

    /** {@return how new the data must be} The default is {@link Freshness#READ_YOUR_WRITES}. */
    @Nonbinding
    Freshness value() default Freshness.READ_YOUR_WRITES;
}
