package io.tidemark;

import java.util.Optional;

/**
 * Who is reading or writing: the principal whose reads must include its own writes.
 *
 * <p>By default this is the authenticated principal of Jakarta Security; with {@code tidemark.caller=session}, a request
 * without one has its HTTP session as the caller. An application that knows better, for instance
 * because its users share one technical principal, supplies exactly one CDI bean that implements this interface; two
 * are an error at deployment.
 *
 * <p>Asked on the thread of the read or write, possibly several times in one request and during a transaction's
 * completion. Asked once more before the response leaves if the request has committed a write without a caller, since one may
 * have logged in. It must be quick, thread-safe, and must not itself read through the routed data source. What it throws
 * reaches the application before the statement is sent; at a commit and at the response, it counts as no caller. So does a
 * failure of the injected {@code HttpServletRequest} on a thread that serves no request.
 */
@FunctionalInterface
public interface Caller {

    /**
     * {@return a name that stays the same for the same principal on every node; empty for nobody in particular} In an HTTP
     * request the reads of nobody may go to any eligible replica; elsewhere they go to the primary
     * ({@link Reason#NO_CALLER}).
     */
    Optional<String> name();
}
