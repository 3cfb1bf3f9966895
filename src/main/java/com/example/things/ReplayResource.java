package com.example.things;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.FORBIDDEN;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.sql.SQLException;

/** The buttons of the demo that pause and resume replay, for an operator; see {@link Replay}. */
@Path("demo/replay")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ReplayResource {

    @Inject
    private Replay replay;

    /** {@return the replicas, and whether each is paused; empty if the buttons are off} */
    @GET
    public JsonArray get(@Context SecurityContext security) {
        requireOperator(security);
        JsonArrayBuilder states = Json.createArrayBuilder();
        for (String replica : replay.replicas()) {
            states.add(Json.createObjectBuilder().add("replica", replica).add("paused", isPaused(replica)));
        }
        return states.build();
    }

    /** Pauses or resumes a replica: {@code {"replica":"jdbc/replica","paused":true}}. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonArray set(JsonObject request, @Context SecurityContext security) {
        requireOperator(security);
        if (!(request.get("replica") instanceof JsonString name
                && replay.replicas().contains(name.getString()))) {
            throw Problem.of(BAD_REQUEST, "'replica' must be one of: " + String.join(", ", replay.replicas()) + ".")
                    .toException();
        }
        try {
            if (request.getBoolean("paused", true)) {
                replay.pause(name.getString());
            } else {
                replay.resume(name.getString());
            }
        } catch (SQLException refused) {
            throw Problem.of(CONFLICT, "The replica answered: " + refused.getMessage())
                    .toException();
        }
        return get(security);
    }

    private boolean isPaused(String replica) {
        try {
            return replay.isPaused(replica);
        } catch (SQLException away) {
            return false;
        }
    }

    /** A browser sends the operator's password to this path only after a 401. */
    private static void requireOperator(SecurityContext security) {
        if (security.getUserPrincipal() == null) {
            throw new WebApplicationException(Problem.unauthorized("This needs an operator."));
        }
        if (!security.isUserInRole(Users.OPERATOR)) {
            throw Problem.of(FORBIDDEN, "This needs an operator.").toException();
        }
    }
}
