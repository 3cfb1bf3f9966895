package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The stereotype of beans whose reads are routed. */
@Stereotype
@Dependent
@RoutedReads
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Looking {}
