package io.tidemark.web;

import io.tidemark.routing.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The source of the caller of an HTTP request. */
public enum RequestCaller {
    /** The authenticated principal, or the application's {@link io.tidemark.Caller}. */
    PRINCIPAL,
    /** The same. Without a principal, the HTTP session, if there is one. */
    SESSION;

    Visitor visitor(HttpServletRequest request) {
        return this == SESSION ? new SessionVisitor(request) : Visitor.of(Optional.empty());
    }
}
