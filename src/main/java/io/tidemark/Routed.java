package io.tidemark;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifies the routed {@code javax.sql.DataSource} for plain JDBC: {@code @Inject @Routed DataSource source}.
 *
 * <p>A connection of it sends each statement where a read or write of that moment belongs. In a JTA transaction its
 * writes take part in it; one that touches the primary for the first time only while the transaction completes is
 * refused where the server no longer enlists it.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface Routed {}
