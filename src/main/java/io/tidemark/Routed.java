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
 * <p>A connection of this data source routes each statement separately, at the time of its execution. Writes take part
 * in the current JTA transaction. If a transaction touches the primary for the first time during its completion, and
 * the server no longer enlists the connection then, the statement is refused.
 */
@Documented
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface Routed {}
