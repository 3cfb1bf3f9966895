package io.tidemark.cdi;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.security.enterprise.identitystore.RememberMeIdentityStore;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Adds the library's own interceptor bindings: {@link LoginReads} to the application's classes that Jakarta Security calls to
 * authenticate a caller, and {@link RoutedLifecycle} to classes under {@link RoutedReads} whose lifecycle runs code.
 *
 * <p>Each observer restricts its types, because CDI logs a message about one that observes all. Classes that CDI cannot
 * intercept stay unchanged: final classes, and classes with a private constructor. Beans of a producer or of the server stay
 * unchanged, too.
 */
public class InterceptorBindingExtension implements Extension {

    private static final int LONGEST_WAIT_MILLIS = 10_000;

    /** Also observes annotations of stereotypes and superclasses. */
    <T> void bindLifecycle(@Observes @WithAnnotations(RoutedReads.class) ProcessAnnotatedType<T> event) {
        checkWaits(event.getAnnotatedType());
        if (isRouted(event.getAnnotatedType())
                && runsCodeInLifecycle(event.getAnnotatedType().getJavaClass())) {
            event.configureAnnotatedType().add(RoutedLifecycle.Literal.INSTANCE);
        }
    }

    private static void checkWaits(AnnotatedType<?> type) {
        Stream.concat(Stream.of(type), type.getMethods().stream())
                .filter(annotated -> annotated.isAnnotationPresent(RoutedReads.class))
                .forEach(annotated -> {
                    int waitMillis = annotated.getAnnotation(RoutedReads.class).waitMillis();
                    if (waitMillis < -1 || waitMillis > LONGEST_WAIT_MILLIS) {
                        throw new IllegalArgumentException("Tidemark cannot start: @RoutedReads(waitMillis = "
                                + waitMillis + ") on " + annotated + ": expected 0 to " + LONGEST_WAIT_MILLIS
                                + " milliseconds, or -1 for tidemark.replica.wait");
                    }
                });
    }

    <T extends HttpAuthenticationMechanism> void bindMechanism(@Observes ProcessAnnotatedType<T> event) {
        bindLogin(event);
    }

    <T extends IdentityStoreHandler> void bindHandler(@Observes ProcessAnnotatedType<T> event) {
        bindLogin(event);
    }

    <T extends IdentityStore> void bindStore(@Observes ProcessAnnotatedType<T> event) {
        bindLogin(event);
    }

    <T extends RememberMeIdentityStore> void bindTokens(@Observes ProcessAnnotatedType<T> event) {
        bindLogin(event);
    }

    /**
     * Whether a bean of this class can read during its lifecycle: in a constructor with dependencies, or in a callback. Each
     * interceptor costs some 10 microseconds per bean, and most requests create one. A constructor without parameters has
     * nothing to read with.
     */
    static boolean runsCodeInLifecycle(Class<?> type) {
        if (Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() > 0)) {
            return true;
        }
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .anyMatch(method -> method.isAnnotationPresent(PostConstruct.class)
                        || method.isAnnotationPresent(PreDestroy.class));
    }

    private static boolean isRouted(AnnotatedType<?> type) {
        return !type.isAnnotationPresent(Interceptor.class)
                && (type.isAnnotationPresent(RoutedReads.class)
                        || type.getAnnotations().stream().anyMatch(InterceptorBindingExtension::isRoutedStereotype));
    }

    private static boolean isRoutedStereotype(Annotation annotation) {
        Class<? extends Annotation> type = annotation.annotationType();
        return type.isAnnotationPresent(Stereotype.class) && type.isAnnotationPresent(RoutedReads.class);
    }

    private static <T> void bindLogin(ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (!permitsSubclass(type.getJavaClass())) {
            return;
        }
        if (type.getMethods().stream().allMatch(method -> isInterceptable(method.getJavaMember()))) {
            event.configureAnnotatedType().add(LoginReads.Literal.INSTANCE);
        } else {
            // With a final method, the annotation on the class would be an error.
            event.configureAnnotatedType()
                    .filterMethods(method -> isInterceptable(method.getJavaMember()))
                    .forEach(method -> method.add(LoginReads.Literal.INSTANCE));
        }
    }

    private static boolean permitsSubclass(Class<?> found) {
        return !found.isInterface()
                && !Modifier.isFinal(found.getModifiers())
                && !found.isSealed()
                && Arrays.stream(found.getDeclaredConstructors())
                        .map(Constructor::getModifiers)
                        .noneMatch(Modifier::isPrivate);
    }

    private static boolean isInterceptable(Method method) {
        return !Modifier.isFinal(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !Modifier.isPrivate(method.getModifiers());
    }
}
