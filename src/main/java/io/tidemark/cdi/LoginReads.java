package io.tidemark.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Binds {@link LoginInterceptor} to classes that authenticate callers. {@link InterceptorBindingExtension} adds it. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface LoginReads {

    /** The annotation, for an extension. */
    final class Literal extends AnnotationLiteral<LoginReads> implements LoginReads {

        private static final long serialVersionUID = 1L;

        static final Literal INSTANCE = new Literal();
    }
}
