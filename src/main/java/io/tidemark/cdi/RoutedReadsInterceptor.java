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

/** Binds the freshness that {@link RoutedReads} asks for to the thread for the length of a call. */
@RoutedReads
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RoutedReadsInterceptor {

    @Inject
    Scopes scopes;

    @AroundInvoke
    @AroundTimeout
    Object route(InvocationContext call) throws Exception {
        Scopes.Binding bound = scopes.route(freshness(call));
        try {
            return call.proceed();
        } finally {
            bound.close();
        }
    }

    /** The method's, else its class's, else (by way of a stereotype) the default. */
    private static Freshness freshness(InvocationContext call) {
        RoutedReads onMethod = call.getMethod().getAnnotation(RoutedReads.class);
        if (onMethod != null) {
            return onMethod.value();
        }
        RoutedReads onClass = call.getTarget().getClass().getAnnotation(RoutedReads.class);
        return onClass == null ? Freshness.READ_YOUR_WRITES : onClass.value();
    }
}
