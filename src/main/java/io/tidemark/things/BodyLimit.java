package io.tidemark.things;

import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Refuses a request body over 64 KiB: before any of it is read if its length was declared, else once that much was read.
 */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {

    static final int MAX_BYTES = 64 * 1024;

    private static final Problem TOO_LARGE =
            Problem.of(REQUEST_ENTITY_TOO_LARGE, "A request's body has at most " + MAX_BYTES + " bytes.");

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getLength() > MAX_BYTES) {
            request.abortWith(TOO_LARGE.toResponse().build());
        } else {
            request.setEntityStream(
                    new BoundedInputStream(request.getEntityStream(), MAX_BYTES, TOO_LARGE::toException));
        }
    }
}
