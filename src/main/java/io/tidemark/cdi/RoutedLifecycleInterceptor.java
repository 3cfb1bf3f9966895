package io.tidemark.cdi;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import io.tidemark.RoutedReads;
import io.tidemark.routing.ReadTerms;
import io.tidemark.routing.Scopes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundConstruct;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds the freshness of a class under {@link RoutedReads} to the thread for the length of its constructor and of its
 * lifecycle callbacks.
 *
 * <p>Serializable, because it is passivated with its bean. After activation, CDI finds its dependencies again.
 */
@RoutedLifecycle
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class RoutedLifecycleInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("serial") // CDI's proxy, which is serializable
    Tidemark tidemark;

    private transient @Nullable RoutedCalls calls;

    @AroundConstruct
    Object construct(InvocationContext call) throws Exception {
        Class<?> type = call.getConstructor().getDeclaringClass();
        return within(calls().beginCallback(terms(type)), call);
    }

    @PostConstruct
    Object begin(InvocationContext call) throws Exception {
        return within(calls().beginCallback(terms(call.getTarget().getClass())), call);
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

    /** At the end of the application, a passivated bean may outlive the library. Its callback is not routed then. */
    private Scopes.Binding bindingAtEnd(Class<?> type) {
        try {
            return calls().beginCallback(terms(type));
        } catch (RuntimeException ended) {
            return () -> {};
        }
    }

    /** Keeps the library from the constructor on: at the end of the application, CDI might create it again. */
    private RoutedCalls calls() {
        RoutedCalls known = calls;
        if (known == null) {
            known = tidemark.calls();
            calls = known;
        }
        return known;
    }

    /** Returns the terms of the class, or the default if a stereotype has the annotation. */
    static ReadTerms terms(Class<?> type) {
        RoutedReads onClass = type.getAnnotation(RoutedReads.class);
        return onClass == null ? ReadTerms.of(Freshness.READ_YOUR_WRITES) : terms(onClass);
    }

    static ReadTerms terms(RoutedReads annotation) {
        int waitMillis = annotation.waitMillis();
        return waitMillis < 0 && annotation.overBudget() == OverBudget.REFUSE
                ? ReadTerms.of(annotation.value())
                : new ReadTerms(
                        annotation.value(),
                        waitMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(waitMillis)),
                        annotation.overBudget());
    }
}
