package com.example.things;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Asks for a user where one is required.
 *
 * <p>Bound to the resource's methods rather than to URL patterns, which would have to agree with what JAX-RS makes of a
 * path.
 */
@Provider
@UserRequired
@Priority(Priorities.AUTHORIZATION)
public class UserFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().getUserPrincipal() == null) {
            request.abortWith(Problem.unauthorized("This needs a user."));
        }
    }
}
