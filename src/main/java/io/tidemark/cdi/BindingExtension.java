package io.tidemark.cdi;

import io.tidemark.RoutedReads;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds the library's own interceptor bindings: {@link LoginReads} to the application's classes that Jakarta Security calls to
 * authenticate a caller, and {@link RoutedLifecycle} to classes under {@link RoutedReads}.
 *
 * <p>It names the interfaces of Jakarta Security as text, and ignores them on a server without it. A class that CDI cannot
 * intercept is left as it is: final, or with a private constructor. So is a bean that a producer makes.
 */
public class BindingExtension implements Extension {

    private static final String SECURITY = "jakarta.security.enterprise.";

    private final List<Class<?>> interfaces = Stream.of(
                    SECURITY + "authentication.mechanism.http.HttpAuthenticationMechanism",
                    SECURITY + "identitystore.IdentityStore",
                    SECURITY + "identitystore.IdentityStoreHandler",
                    SECURITY + "identitystore.RememberMeIdentityStore")
            .flatMap(name -> find(name).stream())
            .toList();

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name, false, BindingExtension.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError absent) {
            return Optional.empty();
        }
    }

    <T> void bind(@Observes ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        Class<T> found = type.getJavaClass();
        if (isRouted(type)) {
            event.configureAnnotatedType().add(RoutedLifecycle.Literal.INSTANCE);
        }
        if (interfaces.stream().anyMatch(login -> login.isAssignableFrom(found)) && permitsSubclass(found)) {
            bindLogin(event);
        }
    }

    private static boolean isRouted(AnnotatedType<?> type) {
        return !type.isAnnotationPresent(Interceptor.class)
                && (type.isAnnotationPresent(RoutedReads.class)
                        || type.getAnnotations().stream().anyMatch(BindingExtension::isRoutedStereotype));
    }

    private static boolean isRoutedStereotype(Annotation annotation) {
        Class<? extends Annotation> type = annotation.annotationType();
        return type.isAnnotationPresent(Stereotype.class) && type.isAnnotationPresent(RoutedReads.class);
    }

    private static <T> void bindLogin(ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
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
