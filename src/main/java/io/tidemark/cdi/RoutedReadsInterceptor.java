package io.tidemark.cdi;

import io.tidemark.ReadsUnavailable;
import io.tidemark.RoutedReads;
import io.tidemark.routing.ReadTerms;
import io.tidemark.routing.Scopes;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Binds the terms of {@link RoutedReads} to the thread for the length of a call.
 *
 * <p>Serializable, because it is passivated with its bean. After activation, CDI finds its dependencies again.
 */
@RoutedReads
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RoutedReadsInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("serial") // CDI's proxy, which is serializable
    Tidemark tidemark;

    private transient @Nullable RoutedCalls calls;

    @AroundInvoke
    @AroundTimeout
    Object route(InvocationContext call) throws Exception {
        boolean outermost = !calls().isWithinCall();
        Scopes.Binding bound = calls().begin(terms(call));
        try {
            return call.proceed();
        } catch (Exception thrown) {
            throw outermost ? ReadsUnavailable.revealed(thrown) : thrown;
        } finally {
            bound.close();
        }
    }

    private RoutedCalls calls() {
        RoutedCalls known = calls;
        if (known == null) {
            known = tidemark.calls();
            calls = known;
        }
        return known;
    }

    /** Returns the terms of the method, else of its class, else the default if a stereotype has the annotation. */
    private static ReadTerms terms(InvocationContext call) {
        RoutedReads onMethod = call.getMethod().getAnnotation(RoutedReads.class);
        if (onMethod != null) {
            return RoutedLifecycleInterceptor.terms(onMethod);
        }
        return RoutedLifecycleInterceptor.terms(call.getTarget().getClass());
    }
}
