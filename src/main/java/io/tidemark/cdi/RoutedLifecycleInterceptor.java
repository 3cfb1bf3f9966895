package io.tidemark.cdi;

import io.tidemark.Freshness;
import io.tidemark.RoutedReads;
import io.tidemark.routing.Scopes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundConstruct;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Binds the freshness of a class under {@link RoutedReads} to the thread for the length of its constructor and of its
 * lifecycle callbacks.
 *
 * <p>Serializable, since it is passivated with its bean. What it uses is then found again through CDI.
 */
@RoutedLifecycle
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RoutedLifecycleInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("serial") // CDI's proxy, which is serializable
    Tidemark tidemark;

    private transient @Nullable Scopes scopes;

    @AroundConstruct
    Object construct(InvocationContext call) throws Exception {
        Class<?> type = call.getConstructor().getDeclaringClass();
        return within(scopes().route(freshness(type)), call);
    }

    @PostConstruct
    Object begin(InvocationContext call) throws Exception {
        return within(scopes().route(freshness(call.getTarget().getClass())), call);
    }

    @PreDestroy
    Object end(InvocationContext call) throws Exception {
        return within(bindingAtEnd(call.getTarget().getClass()), call);
    }

    private static Object within(Scopes.Binding bound, InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } finally {
            bound.close();
        }
    }

    /** A bean that was passivated may outlive the library, at the end of the application: its callback is not routed then. */
    private Scopes.Binding bindingAtEnd(Class<?> type) {
        try {
            return scopes().route(freshness(type));
        } catch (RuntimeException ended) {
            return () -> {};
        }
    }

    /** Kept from the constructor on: at the end of the application, CDI might make the library anew. */
    private Scopes scopes() {
        Scopes known = scopes;
        if (known == null) {
            known = tidemark.scopes();
            scopes = known;
        }
        return known;
    }

    /** The class's, else (by way of a stereotype) the default. */
    static Freshness freshness(Class<?> type) {
        RoutedReads onClass = type.getAnnotation(RoutedReads.class);
        return onClass == null ? Freshness.READ_YOUR_WRITES : onClass.value();
    }
}
