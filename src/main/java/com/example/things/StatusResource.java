package com.example.things;

import static jakarta.ws.rs.core.Response.Status.FORBIDDEN;

import io.tidemark.Status;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.config.Config;

/**
 * The current routing {@link Status} as JSON. Access requires the role {@code operator}, since the status reveals replica lag
 * and outages. With {@code things.status.open=true}, everyone has access.
 */
@Path("tidemark/status")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class StatusResource {

    @Inject
    private Provider<Status> status;

    @Inject
    private Config settings;

    /** {@return a new snapshot, or the refusal for a user without the role} */
    @GET
    public Response get(@Context SecurityContext security) {
        if (isOpen() || security.isUserInRole(Users.OPERATOR)) {
            return Response.ok(StatusJson.of(status.get())).build();
        }
        return security.getUserPrincipal() == null
                ? Problem.unauthorized("This needs an operator.")
                : Problem.of(FORBIDDEN, "This needs an operator.").toResponse().build();
    }

    private boolean isOpen() {
        return new ThingsSettings(settings, System.getenv())
                .value("things.status.open", Boolean.class)
                .orElse(false);
    }
}
