package io.tidemark.cdi;

import io.tidemark.Freshness;
import io.tidemark.RoutedReads;
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
 * Binds the freshness that {@link RoutedReads} asks for to the thread for the length of a call.
 *
 * <p>Serializable, since it is passivated with its bean. What it uses is then found again through CDI.
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
        Scopes.Binding bound = calls().begin(freshness(call));
        try {
            return call.proceed();
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

    /** The method's, else its class's, else (by way of a stereotype) the default. */
    private static Freshness freshness(InvocationContext call) {
        RoutedReads onMethod = call.getMethod().getAnnotation(RoutedReads.class);
        if (onMethod != null) {
            return onMethod.value();
        }
        return RoutedLifecycleInterceptor.freshness(call.getTarget().getClass());
    }
}
