package io.tidemark.web;

import io.tidemark.routing.AnonymousClient;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The source of the caller of an HTTP request. */
public enum RequestCaller {
    /** The authenticated principal, or the application's {@link io.tidemark.Caller}. */
    PRINCIPAL,
    /** The same. Without a principal, the HTTP session, if there is one. */
    SESSION;

    AnonymousClient client(HttpServletRequest request) {
        return this == SESSION
                ? new SessionClient(request)
                : AnonymousClient.of(Optional.empty(), () -> Optional.ofNullable(request.getRemoteAddr()));
    }
}
