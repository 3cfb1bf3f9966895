package com.example.things;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of the things. Everyone may read; writing requires a user.
 *
 * <p>{@link RoutedReads} is the only trace of routing in the code. The reads of a user go to a replica that covers the user's
 * mark. Until a replica covers it, they go to the primary.
 */
@Path("things")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@RoutedReads
public class ThingsResource {

    private static final int MAX_LIMIT = 1000;

    @Inject
    private Things things;

    /** {@return the newest things, newest first, filtered by {@code color} and limited by {@code limit} (1 to 1000)} */
    @GET
    public JsonArray list(
            @QueryParam("color") @Nullable String color, @QueryParam("limit") @DefaultValue("100") String limit) {
        int atMost = limit(limit);
        List<Thing> found = color == null ? things.newest(atMost) : things.newest(color(color), atMost);
        return ThingJson.of(found);
    }

    /** {@return the thing with this id} */
    @GET
    @Path("{id}")
    public JsonObject get(@PathParam("id") long id) {
        return ThingJson.of(things.find(id).orElseThrow(() -> noThing(id)));
    }

    /** {@return 201 with the new thing and its address} */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @UserRequired
    public Response add(Color color, @Context UriInfo uri) {
        Thing thing = things.add(color);
        return Response.created(uri.getAbsolutePathBuilder().path("{id}").build(thing.id()))
                .entity(ThingJson.of(thing))
                .build();
    }

    /** {@return the thing with its new color} */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @UserRequired
    public JsonObject paint(@PathParam("id") long id, Color color) {
        return ThingJson.of(things.paint(id, color).orElseThrow(() -> noThing(id)));
    }

    /** {@return the thing with its new color} Same as PUT, for clients of an older demonstration. */
    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @UserRequired
    public JsonObject paintByPost(@PathParam("id") long id, Color color) {
        return paint(id, color);
    }

    /** Removes the thing with this id. */
    @DELETE
    @Path("{id}")
    @UserRequired
    public void remove(@PathParam("id") long id) {
        if (!things.remove(id)) {
            throw noThing(id);
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, as a number out of bounds is.
        }
        throw Problem.of(BAD_REQUEST, "'limit' must be a number from 1 to " + MAX_LIMIT + ".")
                .toException();
    }

    private static Color color(String text) {
        try {
            return new Color(text);
        } catch (IllegalArgumentException refused) {
            throw Problem.of(BAD_REQUEST, String.valueOf(refused.getMessage())).toException();
        }
    }

    private static WebApplicationException noThing(long id) {
        return Problem.of(NOT_FOUND, "There is no thing " + id + ".").toException();
    }
}
