package com.example.things;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Rejects anonymous requests to methods annotated {@link UserRequired}, with status 401.
 *
 * <p>The annotation binds it to methods of resources. A URL pattern would have to match a path exactly as JAX-RS does.
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
