package io.tidemark.cdi;

import io.tidemark.RoutedReads;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds {@link RoutedLifecycleInterceptor} to classes under {@link RoutedReads}. An interceptor of constructors and lifecycle
 * callbacks needs a binding for classes only. {@link InterceptorBindingExtension} adds it; applications do not use it.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RoutedLifecycle {

    /** The annotation, for an extension. */
    final class Literal extends AnnotationLiteral<RoutedLifecycle> implements RoutedLifecycle {

        private static final long serialVersionUID = 1L;

        static final Literal INSTANCE = new Literal();
    }
}
