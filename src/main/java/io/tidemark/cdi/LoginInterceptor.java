package io.tidemark.cdi;

import io.tidemark.Freshness;
import io.tidemark.routing.Scopes;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;

/**
 * Sends reads during the authentication of a caller to the primary, because a replica may still have the old password.
 *
 * <p>It runs outside {@link RoutedReadsInterceptor}, so that it also binds an identity store with {@code @RoutedReads}.
 */
@LoginReads
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 90)
public class LoginInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("serial") // CDI's proxy, which is serializable
    Tidemark tidemark;

    @AroundInvoke
    Object readLatest(InvocationContext call) throws Exception {
        Scopes.Binding bound = tidemark.scopes().route(Freshness.LATEST);
        try {
            return call.proceed();
        } finally {
            bound.close();
        }
    }
}
