package io.tidemark.web;

import io.tidemark.routing.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The caller of an HTTP request. */
public enum RequestCaller {
    /** The authenticated principal, or the application's {@link io.tidemark.Caller}. */
    PRINCIPAL,
    /** The same; without one, the HTTP session where there is one. */
    SESSION;

    Visitor visitor(HttpServletRequest request) {
        return this == SESSION ? new SessionVisitor(request) : Visitor.of(Optional.empty());
    }
}
