package io.tidemark;

import java.util.Optional;

/**
 * The principal whose reads must include its own writes. Implement it in an application that identifies its users
 * differently from the server.
 *
 * <p>By default, the caller is the authenticated principal of Jakarta Security. With {@code tidemark.caller=session},
 * the HTTP session is the caller of a request without a principal. An application whose users share one technical
 * principal, for example, supplies exactly one CDI bean that implements this interface. Two such beans fail the
 * deployment.
 *
 * <p>Tidemark calls {@link #name} on the thread of the read or write. It may do so several times in one request, and
 * during the completion of a transaction. If the request has committed a write without a caller, Tidemark calls it once
 * more before the response leaves, because a user may have logged in. An implementation must be fast and thread-safe,
 * and must not read through the routed data source.
 *
 * <p>An exception reaches the application before the statement is sent. At a commit and at the response, an exception
 * counts as no caller. So does a failure of the injected {@code HttpServletRequest} on a thread without a request.
 */
@FunctionalInterface
public interface Caller {

    /**
     * {@return a name that identifies the same principal on every node; empty for an anonymous user} In an HTTP
     * request, anonymous reads may go to any eligible replica. Elsewhere they go to the primary
     * ({@link Reason#NO_CALLER}).
     */
    Optional<String> name();
}
