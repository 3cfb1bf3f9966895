package io.tidemark.web;

/** Whether responses tell how the statements of their request were routed. */
public enum RouteHeaders {
    /** No header is added. The default: routes are nobody's business but the operator's. */
    OFF,
    /** {@code Tidemark-Route} and {@code Tidemark-Reason} are added to every response. */
    ON
}
